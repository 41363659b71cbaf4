//! Sums, means, extremes and norms.

use super::{Matrix, Tensor};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::vector;
use crate::shape::{RemoveAxis, Shape};

impl<S: Shape, T: Element> Tensor<S, T> {
    /// Σ xᵢ over all elements.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<3>>::from([3.0, -4.0, 1.0]);
    /// assert_eq!(x.sum(), 0.0);
    /// ```
    pub fn sum(&self) -> T {
        vector::sum(self.as_slice())
    }

    /// The mean of all elements.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Vector::<D<4>>::from([1.0, 2.0, 3.0, 4.0]).mean(), 2.5);
    /// ```
    pub fn mean(&self) -> T {
        self.sum() / T::from_f64(S::LEN as f64)
    }

    /// The sum over one axis, counted from 0.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(m.sum_axis::<0>(), Vector::<D<3>>::from([5.0, 7.0, 9.0]));
    /// assert_eq!(m.mean_axis::<1>(), Vector::<D<2>>::from([2.0, 5.0]));
    /// ```
    pub fn sum_axis<const AXIS: usize>(&self) -> Tensor<S::Out, T>
    where
        S: RemoveAxis<AXIS>,
    {
        let inner: usize = S::DIMS[AXIS + 1..].iter().product();
        let mut out = Tensor::<S::Out, T>::zeros();
        for (i, line) in self.as_slice().chunks_exact(inner).enumerate() {
            let start = i / S::DIMS[AXIS] * inner;
            for (sum, x) in out.as_mut_slice()[start..start + inner]
                .iter_mut()
                .zip(line)
            {
                *sum += *x;
            }
        }
        out
    }

    /// The mean over one axis, counted from 0.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [5.0, 6.0, 7.0]]);
    /// assert_eq!(m.mean_axis::<0>(), Vector::<D<3>>::from([3.0, 4.0, 5.0]));
    /// ```
    pub fn mean_axis<const AXIS: usize>(&self) -> Tensor<S::Out, T>
    where
        S: RemoveAxis<AXIS>,
    {
        self.sum_axis() / T::from_f64(S::DIMS[AXIS] as f64)
    }

    /// The largest element; NaN if there is one.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<3>>::from([3.0, -4.0, 1.0]);
    /// assert_eq!(x.max(), 3.0);
    /// ```
    pub fn max(&self) -> T {
        largest(self.iter().copied())
    }

    /// The smallest element; NaN if there is one.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<3>>::from([3.0, -4.0, 1.0]);
    /// assert_eq!(x.min(), -4.0);
    /// ```
    pub fn min(&self) -> T {
        -largest(self.iter().map(|x| -*x))
    }

    /// The position of the largest element in row-major order: the first of equal ones, the first NaN if there is one.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<3>>::from([3.0, -4.0, 1.0]);
    /// assert_eq!(x.argmax(), 0);
    /// ```
    pub fn argmax(&self) -> usize {
        argmax(self.as_slice())
    }

    /// The Euclidean (for a matrix, Frobenius) norm √Σ xᵢ², without overflow on the way.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Vector::<D<2>>::from([3.0, 4.0]).norm(), 5.0);
    /// assert_eq!(Vector::<D<2>>::from([3e30, 4e30]).norm(), 5e30); // whose square is no f32
    /// ```
    pub fn norm(&self) -> T {
        norm(self.as_slice())
    }

    /// The sum of squares Σ xᵢ², the squared Euclidean norm.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<3>>::from([3.0, -4.0, 1.0]);
    /// assert_eq!(x.norm_squared(), 26.0); // 9 + 16 + 1
    /// ```
    pub fn norm_squared(&self) -> T {
        vector::dot(self.as_slice(), self.as_slice())
    }

    /// The sum of magnitudes Σ |xᵢ|.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<3>>::from([3.0, -4.0, 1.0]);
    /// assert_eq!(x.norm_l1(), 8.0);
    /// ```
    pub fn norm_l1(&self) -> T {
        self.iter().map(|x| x.abs()).sum()
    }

    /// The largest magnitude max |xᵢ|; NaN if there is one.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<3>>::from([3.0, -4.0, 1.0]);
    /// assert_eq!(x.norm_max(), 4.0);
    /// ```
    pub fn norm_max(&self) -> T {
        largest(self.iter().map(|x| x.abs()))
    }
}

/// The Euclidean norm, without overflow on the way; there is at least one element.
pub(crate) fn norm<T: Element>(elements: &[T]) -> T {
    let largest = largest(elements.iter().map(|x| x.abs()));
    if largest.is_zero() || !largest.is_finite() {
        return largest;
    }
    // A power of two scales without rounding.
    let scale = largest.log2().floor().exp2();
    let sum: T = elements.iter().map(|x| (*x / scale).powi(2)).sum();
    sum.sqrt() * scale
}

/// The first position of the largest element, or of the first NaN. `elements` is not empty: no shape is.
fn argmax<T: Element>(elements: &[T]) -> usize {
    let mut best = 0;
    for (i, x) in elements.iter().enumerate() {
        if x.is_nan() {
            return i;
        }
        if *x > elements[best] {
            best = i;
        }
    }
    best
}

/// The largest number, or NaN if there is one; there is at least one number.
fn largest<T: Element>(numbers: impl Iterator<Item = T>) -> T {
    numbers.fold(T::neg_infinity(), |best, x| {
        if x > best || x.is_nan() { x } else { best }
    })
}

/// `R: SquareWith<C>` holds where a matrix of `R` rows and `C` columns is square.
///
/// ```
/// use typograd::{prelude::*, tensor::SquareWith};
///
/// fn mean_of_diagonal<R: Dim + SquareWith<C>, C: Dim>(m: &Matrix<R, C>) -> f32 {
///     m.trace() / R::LEN as f32
/// }
///
/// assert_eq!(mean_of_diagonal(&Matrix::<D<3>, D<3>>::identity()), 1.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "this needs a square matrix, but there are `{Self}` rows and `{C}` columns",
    label = "`{Self}` and `{C}` must be the same dimension"
)]
pub trait SquareWith<C> {}

impl<N> SquareWith<N> for N {}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The trace Σ aᵢᵢ of a square matrix.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [3.0, 4.0]]).trace(), 5.0);
    /// ```
    pub fn trace(&self) -> T
    where
        R: SquareWith<C>,
    {
        (0..R::LEN).map(|i| self[(i, i)]).sum()
    }
}
