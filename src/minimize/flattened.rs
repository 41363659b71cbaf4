//! A function of a network, as one of a vector.

use core::fmt;

use super::objective::Objective;
use super::space::Space;
use crate::dim::Dim;
use crate::tensor::{LengthError, Vector};
use crate::zeroed;
use crate::zeroed::zeroed_parts;

/// What [`Flattened`] writes to: a point, and a gradient.
///
/// ```
/// use typograd::minimize::FlatMemory;
/// use typograd::prelude::*;
///
/// type Net = Dense<D<3>, D<2>>;
/// assert_eq!(size_of::<FlatMemory<Net>>(), 2 * size_of::<Net>());
/// ```
pub struct FlatMemory<P: Space> {
    point: P,
    gradient: P,
}

zeroed_parts!(FlatMemory[P: Space][P] { point, gradient });

impl<P: Space> fmt::Debug for FlatMemory<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlatMemory")
            .field("bytes", &size_of::<Self>())
            .finish()
    }
}

impl<P: Space> FlatMemory<P> {
    /// Zeros. Usable in a `static`; larger ones are better built by [`boxed`](crate::boxed).
    pub const fn new() -> Self {
        zeroed()
    }

    pub(super) fn point(&mut self) -> &mut P {
        &mut self.point
    }

    pub(super) fn parts(&mut self) -> (&mut P, &mut P) {
        (&mut self.point, &mut self.gradient)
    }
}

impl<P: Space> Default for FlatMemory<P> {
    fn default() -> Self {
        Self::new()
    }
}

/// A function of any [`Space`], as a function of a vector that holds all its coordinates: what the methods need that store a
/// matrix.
///
/// ```
/// use typograd::minimize::{BatchLoss, Bfgs, FlatMemory, Flattened, LossMemory, from_flat, minimize, to_flat};
/// use typograd::prelude::*;
///
/// type Net = (Dense<D<2>, D<4>, Tanh, f64>, Dense<D<4>, D<1>, Identity, f64>);
/// dims! { Weights = 17; }
///
/// let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(Vector::from);
/// let x = Batch::<D<4>, _, f64>::from_samples(&inputs)?;
/// let xor = [0.0, 1.0, 1.0, 0.0].map(|y| Vector::from([y]));
///
/// let mut net = Net::seeded(1);
/// let (mut memory, mut flat) = (LossMemory::new(), FlatMemory::new());
/// let loss = BatchLoss::new(&MeanSquaredError, &x, &xor, &mut memory)?;
/// let loss = Flattened::<Net, Weights, _>::new(loss, &mut flat)?;
///
/// let mut weights = Vector::<Weights, f64>::zeros();
/// to_flat(&mut net, &mut weights)?;
/// let outcome = minimize(&Bfgs::default(), loss, &mut weights);
/// from_flat(&mut weights, &mut net)?;
/// assert!(outcome.value < 1e-6, "{outcome}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Flattened<'a, P: Space, N: Dim, F> {
    objective: F,
    memory: &'a mut FlatMemory<P>,
    dim: core::marker::PhantomData<N>,
}

impl<P: Space, N: Dim, F> fmt::Debug for Flattened<'_, P, N, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flattened")
            .field("coordinates", &N::LEN)
            .finish_non_exhaustive()
    }
}

impl<'a, P: Space, N: Dim, F: Objective<P>> Flattened<'a, P, N, F> {
    /// The function of vectors of `N` coordinates.
    ///
    /// # Errors
    ///
    /// If a point has another number of coordinates.
    pub fn new(objective: F, memory: &'a mut FlatMemory<P>) -> Result<Self, LengthError> {
        check::<P, N>()?;
        Ok(Self {
            objective,
            memory,
            dim: core::marker::PhantomData,
        })
    }
}

impl<P: Space, N: Dim, F: Objective<P>> Objective<Vector<N, P::Elem>> for Flattened<'_, P, N, F> {
    fn value_and_gradient(
        &mut self,
        x: &Vector<N, P::Elem>,
        gradient: &mut Vector<N, P::Elem>,
    ) -> P::Elem {
        let FlatMemory {
            point,
            gradient: inner,
        } = &mut *self.memory;
        unflatten(x.as_slice(), point);
        let value = self.objective.value_and_gradient(point, inner);
        flatten(inner, gradient.as_mut_slice());
        value
    }

    fn value(&mut self, x: &Vector<N, P::Elem>, _: &mut Vector<N, P::Elem>) -> P::Elem {
        let FlatMemory { point, gradient } = &mut *self.memory;
        unflatten(x.as_slice(), point);
        self.objective.value(point, gradient)
    }
}

/// Copies the coordinates of a point, which is not changed, into a vector.
///
/// ```
/// use typograd::minimize::to_flat;
/// use typograd::prelude::*;
///
/// let mut point = (Vector::<D<2>>::from([1.0, 2.0]), Scalar::full(3.0));
/// let mut flat = Vector::<D<3>>::zeros();
/// to_flat(&mut point, &mut flat)?;
/// assert_eq!(flat, Vector::from([1.0, 2.0, 3.0]));
/// # Ok::<(), typograd::tensor::LengthError>(())
/// ```
///
/// # Errors
///
/// If the vector has another length.
pub fn to_flat<P: Space, N: Dim>(
    point: &mut P,
    flat: &mut Vector<N, P::Elem>,
) -> Result<(), LengthError> {
    check::<P, N>()?;
    flatten(point, flat.as_mut_slice());
    Ok(())
}

/// Copies a vector into the coordinates of a point.
///
/// ```
/// use typograd::minimize::from_flat;
/// use typograd::prelude::*;
///
/// let mut point = (Vector::<D<2>>::zeros(), Scalar::zeros());
/// from_flat(&Vector::<D<3>>::from([1.0, 2.0, 3.0]), &mut point)?;
/// assert_eq!((point.0[1], point.1.value()), (2.0, 3.0));
/// # Ok::<(), typograd::tensor::LengthError>(())
/// ```
///
/// # Errors
///
/// If the vector has another length.
pub fn from_flat<P: Space, N: Dim>(
    flat: &Vector<N, P::Elem>,
    point: &mut P,
) -> Result<(), LengthError> {
    check::<P, N>()?;
    unflatten(flat.as_slice(), point);
    Ok(())
}

fn check<P: Space, N: Dim>() -> Result<(), LengthError> {
    if P::DIMENSION == N::LEN {
        return Ok(());
    }
    Err(LengthError {
        expected: P::DIMENSION,
        found: N::LEN,
    })
}

fn flatten<P: Space>(point: &mut P, flat: &mut [P::Elem]) {
    let mut at = 0;
    P::zip_parts([point], &mut |[part]: [&mut [P::Elem]; 1]| {
        flat[at..at + part.len()].copy_from_slice(part);
        at += part.len();
    });
}

fn unflatten<P: Space>(flat: &[P::Elem], point: &mut P) {
    let mut at = 0;
    P::zip_parts([point], &mut |[part]: [&mut [P::Elem]; 1]| {
        part.copy_from_slice(&flat[at..at + part.len()]);
        at += part.len();
    });
}
