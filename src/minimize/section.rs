//! A function of a few chosen coordinates.

use core::fmt;

use super::flattened::FlatMemory;
use super::objective::Objective;
use super::space::{Space, copy};
use crate::dim::Dim;
use crate::tensor::Vector;

/// A coordinate that was chosen twice, or that there is not.
///
/// ```
/// use typograd::minimize::CoordinateError;
///
/// let error = CoordinateError { coordinate: 17, dimension: 17 };
/// assert_eq!(error.to_string(), "coordinate 17 was chosen of 17, counted from 0");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoordinateError {
    /// The coordinate.
    pub coordinate: usize,
    /// How many there are.
    pub dimension: usize,
}

impl fmt::Display for CoordinateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            coordinate,
            dimension,
        } = self;
        if coordinate < dimension {
            write!(f, "coordinate {coordinate} was chosen twice")
        } else {
            write!(
                f,
                "coordinate {coordinate} was chosen of {dimension}, counted from 0"
            )
        }
    }
}

impl core::error::Error for CoordinateError {}

/// A function of `K` chosen coordinates of a point, with the others fixed: the loss in two weights of a network, say.
///
/// Coordinates are counted from 0, in the order in which the point's parts are visited, row-major: for a network, that of its
/// fields.
///
/// ```
/// use typograd::minimize::{FlatMemory, Lbfgs, Objective, Section, minimize};
/// use typograd::prelude::*;
///
/// // x₀² + 2 x₁² + 3 x₂², with x₁ = 5
/// let bowl = |x: &Vector<D<3>, f64>, gradient: &mut Vector<D<3>, f64>| {
///     *gradient = x.hadamard(&Vector::from([2.0, 4.0, 6.0]));
///     x.dot(gradient) / 2.0
/// };
/// let mut base = Vector::from([1.0, 5.0, 1.0]);
/// let mut memory = FlatMemory::new();
/// let mut section = Section::<_, D<2>, _>::new(bowl, &mut base, [0, 2], &mut memory)?;
///
/// let mut gradient = Vector::zeros();
/// assert_eq!(section.value_and_gradient(&Vector::from([1.0, 1.0]), &mut gradient), 54.0);
/// assert_eq!(gradient, Vector::from([2.0, 6.0]));
///
/// let mut two = section.point();
/// let outcome = minimize(&Lbfgs::<D<5>>::default(), section, &mut two);
/// assert!((outcome.value - 50.0).abs() < 1e-9); // 2 · 5²
/// # Ok::<(), typograd::minimize::CoordinateError>(())
/// ```
pub struct Section<'a, P: Space, K: Dim, F> {
    objective: F,
    memory: &'a mut FlatMemory<P>,
    coordinates: Vector<K, usize>,
}

impl<P: Space, K: Dim, F> fmt::Debug for Section<'_, P, K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Section")
            .field("coordinates", &self.coordinates.as_slice())
            .finish_non_exhaustive()
    }
}

impl<'a, P: Space, K: Dim, F: Objective<P>> Section<'a, P, K, F> {
    /// The function of `K` coordinates, with the others as in `base`, which is not changed.
    ///
    /// # Errors
    ///
    /// If there is no such coordinate, or one is chosen twice.
    pub fn new<const C: usize>(
        objective: F,
        base: &mut P,
        coordinates: [usize; C],
        memory: &'a mut FlatMemory<P>,
    ) -> Result<Self, CoordinateError>
    where
        K: crate::dim::HasLength<C>,
    {
        let dimension = P::DIMENSION;
        for (i, &coordinate) in coordinates.iter().enumerate() {
            if coordinate >= dimension || coordinates[..i].contains(&coordinate) {
                return Err(CoordinateError {
                    coordinate,
                    dimension,
                });
            }
        }
        copy(base, memory.point());
        let mut chosen = crate::zeroed::<Vector<K, usize>>();
        chosen.as_mut_slice().copy_from_slice(&coordinates);
        Ok(Self {
            objective,
            memory,
            coordinates: chosen,
        })
    }

    /// The chosen coordinates of the point that was looked at last; of the base, before any.
    pub fn point(&mut self) -> Vector<K, P::Elem> {
        let mut out = Vector::zeros();
        chosen(self.memory.point(), &self.coordinates, out.as_mut_slice());
        out
    }

    fn go(&mut self, x: &Vector<K, P::Elem>) {
        each_chosen(self.memory.point(), &self.coordinates, |i, coordinate| {
            *coordinate = x[i];
        });
    }
}

impl<P: Space, K: Dim, F: Objective<P>> Objective<Vector<K, P::Elem>> for Section<'_, P, K, F> {
    fn value_and_gradient(
        &mut self,
        x: &Vector<K, P::Elem>,
        gradient: &mut Vector<K, P::Elem>,
    ) -> P::Elem {
        self.go(x);
        let (point, inner) = self.memory.parts();
        let value = self.objective.value_and_gradient(point, inner);
        chosen(inner, &self.coordinates, gradient.as_mut_slice());
        value
    }

    fn value(&mut self, x: &Vector<K, P::Elem>, _: &mut Vector<K, P::Elem>) -> P::Elem {
        self.go(x);
        let (point, scratch) = self.memory.parts();
        self.objective.value(point, scratch)
    }
}

/// Calls `each` with each chosen coordinate of a point, and its place among the chosen.
fn each_chosen<P: Space, K: Dim>(
    point: &mut P,
    coordinates: &Vector<K, usize>,
    mut each: impl FnMut(usize, &mut P::Elem),
) {
    let mut start = 0;
    P::zip_parts([point], &mut |[part]: [&mut [P::Elem]; 1]| {
        for (i, coordinate) in coordinates.iter().enumerate() {
            let within = coordinate.checked_sub(start);
            if let Some(x) = within.and_then(|at| part.get_mut(at)) {
                each(i, x);
            }
        }
        start += part.len();
    });
}

fn chosen<P: Space, K: Dim>(point: &mut P, coordinates: &Vector<K, usize>, into: &mut [P::Elem]) {
    each_chosen(point, coordinates, |i, coordinate| into[i] = *coordinate);
}
