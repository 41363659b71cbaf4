//! Ways to make a tensor.

use core::fmt;

use super::{Matrix, Tensor};
use crate::dim::{Dim, HasLength};
use crate::rng::Rng;
use crate::shape::{Row, Shape, ShapeName};
use crate::{Element, zeroed};

/// A slice does not have as many elements as the shape it was meant for.
///
/// ```
/// use typograd::prelude::*;
///
/// let error = <&Vector<D<3>>>::try_from(&[1.0, 2.0][..]).unwrap_err();
/// assert_eq!(error.to_string(), "expected 3 elements, found 2");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthError {
    /// How many elements the shape has.
    pub expected: usize,
    /// How many were given.
    pub found: usize,
}

impl fmt::Display for LengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected {} elements, found {}",
            self.expected, self.found
        )
    }
}

impl core::error::Error for LengthError {}

impl<S: Shape, T: Element> Tensor<S, T> {
    /// All elements 0.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Vector::<D<2>>::zeros(), Vector::from([0.0, 0.0]));
    /// ```
    pub fn zeros() -> Self {
        zeroed()
    }

    /// All elements 1.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Vector::<D<2>>::ones(), Vector::from([1.0, 1.0]));
    /// ```
    pub fn ones() -> Self {
        Self::full(T::one())
    }

    /// All elements `value`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Vector::<D<2>>::full(0.5), Vector::from([0.5, 0.5]));
    /// ```
    pub fn full(value: T) -> Self {
        let mut tensor = Self::zeros();
        tensor.fill(value);
        tensor
    }

    /// Sets all elements to `value`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut x = Vector::<D<2>>::zeros();
    /// x.fill(3.0);
    /// assert_eq!(x, Vector::from([3.0, 3.0]));
    /// ```
    pub fn fill(&mut self, value: T) {
        self.as_mut_slice().fill(value);
    }

    /// A copy of the elements of a slice, in row-major order.
    ///
    /// # Errors
    ///
    /// If the slice is shorter or longer than the shape.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<2>>::from_slice(&[1.0, 2.0, 3.0, 4.0])?;
    /// assert_eq!(m[(1, 0)], 3.0);
    ///
    /// let error = Vector::<D<3>>::from_slice(&[1.0, 2.0]).unwrap_err();
    /// assert_eq!(error.to_string(), "expected 3 elements, found 2");
    /// # Ok::<(), typograd::tensor::LengthError>(())
    /// ```
    pub fn from_slice(elements: &[T]) -> Result<Self, LengthError> {
        Ok(<&Self>::try_from(elements)?.clone())
    }

    /// Independent samples of the uniform distribution on `low..high`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let w: Matrix<D<50>, D<50>> = Matrix::uniform(0.0, 2.0, &mut Rng::new(1));
    /// assert!(w.iter().all(|x| (0.0..2.0).contains(x)));
    /// assert!((w.mean() - 1.0).abs() < 0.06); // five standard deviations of the mean, 2 / √12 / 50 each
    /// ```
    pub fn uniform(low: T, high: T, rng: &mut Rng) -> Self {
        let mut tensor = Self::zeros();
        for x in tensor.as_mut_slice() {
            *x = rng.uniform(low, high);
        }
        tensor
    }

    /// Independent samples of the normal distribution.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let w: Matrix<D<50>, D<50>> = Matrix::normal(3.0, 2.0, &mut Rng::new(1));
    /// assert!((w.mean() - 3.0).abs() < 0.2); // five standard deviations of the mean, 2 / 50 each
    /// ```
    pub fn normal(mean: T, standard_deviation: T, rng: &mut Rng) -> Self {
        let mut tensor = Self::zeros();
        for x in tensor.as_mut_slice() {
            *x = rng.normal(mean, standard_deviation);
        }
        tensor
    }

    /// The name of the shape, as a person would write it.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// dims! { Hidden = 32; }
    ///
    /// assert_eq!(Matrix::<Hidden, D<10>>::shape().to_string(), "Hidden=32 × 10");
    /// ```
    pub fn shape() -> ShapeName<S> {
        ShapeName::new()
    }
}

impl<'a, S: Shape, T> TryFrom<&'a [T]> for &'a Tensor<S, T> {
    type Error = LengthError;

    /// The elements of a slice as a tensor, in place: nothing is copied.
    fn try_from(elements: &'a [T]) -> Result<Self, LengthError> {
        check_len::<S, T>(elements)?;
        Ok(Tensor::from_elements(elements))
    }
}

impl<'a, S: Shape, T> TryFrom<&'a mut [T]> for &'a mut Tensor<S, T> {
    type Error = LengthError;

    /// The elements of a slice as a tensor, in place: nothing is copied.
    fn try_from(elements: &'a mut [T]) -> Result<Self, LengthError> {
        check_len::<S, T>(elements)?;
        Ok(Tensor::from_elements_mut(elements))
    }
}

fn check_len<S: Shape, T>(elements: &[T]) -> Result<(), LengthError> {
    if elements.len() == S::LEN {
        Ok(())
    } else {
        Err(LengthError {
            expected: S::LEN,
            found: elements.len(),
        })
    }
}

/// The indices of a shape, row-major: `usize` for a vector, `(usize, usize)` for a matrix, and so on.
macro_rules! from_fn {
    ($(($($dim:ident $axis:literal),*), $index:ty, $pattern:expr, $doc:literal;)*) => {
        $(impl<$($dim: Dim,)* T: Element> Tensor<($($dim,)*), T> {
            #[doc = $doc]
            pub fn from_fn(mut f: impl FnMut($index) -> T) -> Self {
                let mut tensor = Self::zeros();
                let dims = <($($dim,)*)>::DIMS;
                for (i, x) in tensor.as_mut_slice().iter_mut().enumerate() {
                    let mut left = i;
                    let mut at = [0; 4];
                    for axis in (0..4).rev() {
                        at[axis] = left % dims[axis];
                        left /= dims[axis];
                    }
                    *x = f($pattern(at));
                }
                tensor
            }
        })*
    };
}

from_fn! {
    (A 0), usize, |at: [usize; 4]| at[0], "The vector with element `f(i)` at index `i`.

```
use typograd::prelude::*;

assert_eq!(Vector::<D<3>>::from_fn(|i| (i * i) as f32), Vector::from([0.0, 1.0, 4.0]));
```";
    (A 0, B 1), (usize, usize), |at: [usize; 4]| (at[0], at[1]),
        "The matrix with element `f((i, j))` in row `i`, column `j`.

```
use typograd::prelude::*;

let m = Matrix::<D<2>, D<2>>::from_fn(|(i, j)| (10 * i + j) as f32);
assert_eq!(m, Matrix::from([[0.0, 1.0], [10.0, 11.0]]));
```";
    (A 0, B 1, C 2), (usize, usize, usize), |at: [usize; 4]| (at[0], at[1], at[2]),
        "The tensor with element `f((i, j, k))` at that index.";
    (A 0, B 1, C 2, E 3), (usize, usize, usize, usize), |at: [usize; 4]| (at[0], at[1], at[2], at[3]),
        "The tensor with element `f((i, j, k, l))` at that index.";
}

impl<N: Dim, T: Element> Matrix<N, N, T> {
    /// The identity matrix.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<3>>::from([1.0, 2.0, 3.0]);
    /// assert_eq!(Matrix::identity() * &x, x);
    /// ```
    pub fn identity() -> Self {
        Self::from_fn(|(i, j)| if i == j { T::one() } else { T::zero() })
    }
}

/// Arrays, nested as deep as the shape, that fill a tensor of shape `S`.
///
/// ```
/// use typograd::prelude::*;
///
/// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// assert_eq!(m.row(1).sum(), 15.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "an array `{Self}` does not fill a tensor of shape `{S}`",
    label = "expected as many elements as `{S}` has, nested row by row"
)]
pub trait ArrayOf<S: Shape, T> {
    /// The elements in row-major order.
    #[doc(hidden)]
    fn elements(&self) -> &[T];
}

macro_rules! array_of {
    ($(($($dim:ident $length:ident),*) $shape:ty, $array:ty, $flat:expr;)*) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($dim: HasLength<$length>,)* T, $(const $length: usize),*> ArrayOf<$shape, T> for $array {
            fn elements(&self) -> &[T] {
                let flat: fn(&Self) -> &[T] = $flat;
                flat(self)
            }
        })*
    };
}

array_of! {
    (A I) (A,), [T; I], |array| array;
    (A I) Row<A>, [T; I], |array| array;
    (A I, B J) (A, B), [[T; J]; I], |array| array.as_flattened();
    (A I, B J, C K) (A, B, C), [[[T; K]; J]; I], |array| array.as_flattened().as_flattened();
    (A I, B J, C K, E L) (A, B, C, E), [[[[T; L]; K]; J]; I],
        |array| array.as_flattened().as_flattened().as_flattened();
}

impl<S: Shape, T: Element, X, const L: usize> From<[X; L]> for Tensor<S, T>
where
    [X; L]: ArrayOf<S, T>,
{
    /// The tensor of the array's elements.
    fn from(array: [X; L]) -> Self {
        Tensor::from_elements(array.elements()).clone()
    }
}

impl<T: Element> Tensor<(), T> {
    /// The number.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Scalar::full(2.5_f32).value(), 2.5);
    /// ```
    pub fn value(&self) -> T {
        *self.data
    }
}
