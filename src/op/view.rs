//! Operands as the rules see them: typed shapes over plain slices.

use core::marker::PhantomData;

use crate::Element;
use crate::dim::Dim;
use crate::kernel::{Store, vector};
use crate::shape::Shape;
use crate::tensor::{Batch, Tensor};

/// How many values an operand holds.
///
/// ```
/// use typograd::op::{Samples, Viewed};
/// use typograd::prelude::*;
///
/// let (w, x) = (Matrix::<D<2>, D<3>>::ones(), Batch::<D<8>, _>::from_samples(&[Vector::<D<3>>::ones()])?);
/// assert_eq!((w.view().samples(), x.view().samples()), (Samples::Shared, Samples::Each(1)));
/// # Ok::<(), typograd::tensor::CapacityError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Samples {
    /// One, shared by all samples: a parameter, or what follows from parameters alone.
    Shared,
    /// One for each of this many samples.
    Each(usize),
}

/// An operand to be read.
///
/// ```
/// use typograd::op::{Viewed};
/// use typograd::prelude::*;
///
/// let x = Batch::<D<8>, _>::from_samples(&[[1.0, 2.0], [3.0, 4.0]].map(Vector::<D<2>>::from))?;
/// assert_eq!(x.view().sample(1), [3.0, 4.0]);
/// assert_eq!(x.view().elements(), [1.0, 2.0, 3.0, 4.0]);
/// assert_eq!(x[0].view().sample(1), [1.0, 2.0]); // a tensor is the same for every sample
/// # Ok::<(), typograd::tensor::CapacityError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct View<'a, S, T> {
    elements: &'a [T],
    samples: Samples,
    shape: PhantomData<S>,
}

/// An operand to be written.
///
/// ```
/// use typograd::op::{Viewed};
/// use typograd::prelude::*;
///
/// let mut x = Vector::<D<2>>::zeros();
/// x.view_mut().elements()[0] = 1.0;
/// assert_eq!(x, Vector::from([1.0, 0.0]));
/// ```
#[derive(Debug)]
pub struct ViewMut<'a, S, T> {
    elements: &'a mut [T],
    samples: Samples,
    shape: PhantomData<S>,
}

/// What the rules can take as an operand: a [`Tensor`], shared, or a [`Batch`], one for each sample.
///
/// ```
/// use typograd::op::Viewed;
/// use typograd::prelude::*;
///
/// fn total<S: Shape>(x: &impl Viewed<f32, Shape = S>) -> f32 {
///     x.view().elements().iter().sum()
/// }
///
/// assert_eq!(total(&Vector::<D<3>>::ones()) + total(&Batch::<D<8>, (D<3>,)>::new()), 3.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not have the elements of the layer's input, `{T}`",
    label = "expected a tensor whose elements are `{T}`"
)]
pub trait Viewed<T> {
    /// The shape of a sample.
    type Shape: Shape;
    /// To be read.
    fn view(&self) -> View<'_, Self::Shape, T>;
    /// To be written.
    fn view_mut(&mut self) -> ViewMut<'_, Self::Shape, T>;
}

#[diagnostic::do_not_recommend]
impl<S: Shape, T: Element> Viewed<T> for Tensor<S, T> {
    type Shape = S;

    #[inline]
    fn view(&self) -> View<'_, S, T> {
        View {
            elements: self.as_slice(),
            samples: Samples::Shared,
            shape: PhantomData,
        }
    }

    #[inline]
    fn view_mut(&mut self) -> ViewMut<'_, S, T> {
        ViewMut {
            elements: self.as_mut_slice(),
            samples: Samples::Shared,
            shape: PhantomData,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<B: Dim, S: Shape, T: Element> Viewed<T> for Batch<B, S, T> {
    type Shape = S;

    #[inline]
    fn view(&self) -> View<'_, S, T> {
        View {
            elements: self.as_slice(),
            samples: Samples::Each(self.len()),
            shape: PhantomData,
        }
    }

    #[inline]
    fn view_mut(&mut self) -> ViewMut<'_, S, T> {
        let samples = Samples::Each(self.len());
        ViewMut {
            elements: self.as_mut_slice(),
            samples,
            shape: PhantomData,
        }
    }
}

impl<'a, S: Shape, T> View<'a, S, T> {
    /// An operand that a rule does not need.
    ///
    /// ```
    /// use typograd::op::{View};
    /// use typograd::prelude::*;
    ///
    /// assert!(View::<(D<3>,), f32>::absent().sample(0).is_empty());
    /// ```
    #[inline]
    pub fn absent() -> Self {
        View {
            elements: &[],
            samples: Samples::Shared,
            shape: PhantomData,
        }
    }

    /// How many values there are.
    #[inline]
    pub fn samples(self) -> Samples {
        self.samples
    }

    /// All elements, sample after sample.
    #[inline]
    pub fn elements(self) -> &'a [T] {
        self.elements
    }

    /// The value for sample `i`; empty if absent.
    #[inline]
    pub fn sample(self, i: usize) -> &'a [T] {
        match self.samples {
            Samples::Shared => self.elements,
            Samples::Each(_) => &self.elements[i * S::LEN..(i + 1) * S::LEN],
        }
    }

    /// The same elements under another shape with as many of them.
    ///
    /// ```
    /// use typograd::op::{Viewed};
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<4>>::ones();
    /// assert_eq!(x.view().assume::<(D<2>, D<2>)>().sample(0), [1.0; 4]);
    /// ```
    ///
    /// # Panics
    ///
    /// If the shapes differ in the number of elements.
    #[inline]
    pub fn assume<R: Shape>(self) -> View<'a, R, T> {
        assert!(S::LEN == R::LEN, "{} elements are not {}", S::LEN, R::LEN);
        View {
            elements: self.elements,
            samples: self.samples,
            shape: PhantomData,
        }
    }
}

impl<S: Shape, T: Element> View<'_, S, T> {
    /// Whether all elements are finite.
    ///
    /// ```
    /// use typograd::op::Viewed;
    /// use typograd::prelude::*;
    ///
    /// let [x, y] = [[1.0, 2.0], [1.0, f32::NAN]].map(Vector::<D<2>>::from);
    /// assert!(x.view().is_finite() && !y.view().is_finite());
    /// ```
    #[inline]
    pub fn is_finite(self) -> bool {
        vector::is_finite(self.elements)
    }
}

impl<'a, S: Shape, T: Element> ViewMut<'a, S, T> {
    /// How many values there are.
    #[inline]
    pub fn samples(&self) -> Samples {
        self.samples
    }

    /// All elements, sample after sample.
    #[inline]
    pub fn elements(&mut self) -> &mut [T] {
        self.elements
    }

    /// The same view, for a shorter time.
    #[inline]
    pub(crate) fn again(&mut self) -> ViewMut<'_, S, T> {
        ViewMut {
            elements: self.elements,
            samples: self.samples,
            shape: PhantomData,
        }
    }

    /// The same view, to be read.
    #[inline]
    pub fn as_view(&self) -> View<'_, S, T> {
        View {
            elements: self.elements,
            samples: self.samples,
            shape: PhantomData,
        }
    }

    /// The same elements under another shape with as many of them.
    ///
    /// # Panics
    ///
    /// If the shapes differ in the number of elements.
    #[inline]
    pub fn assume<R: Shape>(self) -> ViewMut<'a, R, T> {
        assert!(S::LEN == R::LEN, "{} elements are not {}", S::LEN, R::LEN);
        ViewMut {
            elements: self.elements,
            samples: self.samples,
            shape: PhantomData,
        }
    }

    /// Calls `f(i, value, store)` for every sample of `samples`, the other operands' number.
    ///
    /// A shared value sums over the samples: `store` tells what becomes of what it held, and from the second sample on
    /// it is added to.
    ///
    /// ```
    /// use typograd::kernel::Store;
    /// use typograd::op::{Samples, Viewed};
    /// use typograd::prelude::*;
    ///
    /// let mut sum = Vector::<D<1>>::full(100.0);
    /// sum.view_mut().each(Samples::Each(3), Store::set(), |i, value, store| {
    ///     store.put(&mut value[0], (i + 1) as f32);
    /// });
    /// assert_eq!(sum[0], 6.0); // 1 + 2 + 3: one value shared by three samples
    /// ```
    ///
    /// # Panics
    ///
    /// If there is one value for each sample here, and their number is not that of the other operands.
    #[inline]
    pub fn each(
        &mut self,
        samples: Samples,
        store: Store<T>,
        mut f: impl FnMut(usize, &mut [T], Store<T>),
    ) {
        match (self.samples, samples) {
            (Samples::Shared, Samples::Shared) => f(0, self.elements, store),
            (Samples::Shared, Samples::Each(0)) => store.put_nothing(self.elements),
            (Samples::Shared, Samples::Each(count)) => {
                f(0, self.elements, store);
                for i in 1..count {
                    f(i, self.elements, store.continued());
                }
            }
            (Samples::Each(count), given) => {
                assert!(
                    given == Samples::Shared || given == Samples::Each(count),
                    "{given:?} samples where there are {count}"
                );
                for (i, value) in self.elements.chunks_exact_mut(S::LEN).enumerate() {
                    f(i, value, store);
                }
            }
        }
    }
}
