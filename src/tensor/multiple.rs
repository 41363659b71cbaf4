//! Multiples: a tensor times a number, which may be a [`Scalar`], on either side.

use core::ops::Mul;

use super::product::{Left, times};
use super::{Matrix, MulRhs, RowMulRhs, RowVector, Scalar, Tensor, Vector, VectorMulRhs};
use crate::Element;
use crate::dim::Dim;
use crate::shape::Shape;

/// What a tensor of rank three or four may be multiplied by: a number.
///
/// ```
/// use typograd::prelude::*;
///
/// let image = Image::<D<1>, D<2>, D<2>>::ones();
/// assert_eq!((&image * 3.0).sum(), 12.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "a tensor of shape `{S}` cannot be multiplied by `{Self}`",
    label = "expected a number; `*` is defined for matrices, vectors and numbers"
)]
pub trait ScalarRhs<S, T> {
    /// `left * self`.
    #[doc(hidden)]
    fn scale(self, left: Tensor<S, T>) -> Tensor<S, T>
    where
        S: Shape;
}

/// What a [`Scalar`] may be multiplied by: a number or any tensor.
///
/// ```
/// use typograd::prelude::*;
///
/// let two = Scalar::full(2.0);
/// assert_eq!(&two * Vector::<D<2>>::from([1.0, 3.0]), Vector::from([2.0, 6.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "a number cannot be multiplied by `{Self}`",
    label = "expected a tensor or a number of the same element type `{T}`"
)]
pub trait NumberMulRhs<T> {
    /// The type of the product.
    type Out;
    /// `left * self`.
    #[doc(hidden)]
    fn multiple(self, left: T) -> Self::Out;
}

#[diagnostic::do_not_recommend]
impl<T: Element> NumberMulRhs<T> for T {
    type Out = Scalar<T>;

    #[inline]
    fn multiple(self, left: T) -> Scalar<T> {
        Scalar::full(left * self)
    }
}

#[diagnostic::do_not_recommend]
impl<S: Shape, T: Element> NumberMulRhs<T> for Tensor<S, T> {
    type Out = Self;

    #[inline]
    fn multiple(self, left: T) -> Self {
        self.scaled(left)
    }
}

#[diagnostic::do_not_recommend]
impl<S: Shape, T: Element> NumberMulRhs<T> for &Tensor<S, T> {
    type Out = Tensor<S, T>;

    #[inline]
    fn multiple(self, left: T) -> Tensor<S, T> {
        self.clone().scaled(left)
    }
}

/// A number on the right, as an element or as a scalar, owned or borrowed.
macro_rules! number_on_the_right {
    ($($right:ty, $number:expr;)*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<C: Dim, T: Element> MulRhs<C, T> for $right {
                type Out<R: Dim> = Matrix<R, C, T>;

                fn after<R: Dim>(self, left: &Left<'_, R, C, T>) -> Matrix<R, C, T> {
                    let number: fn(Self) -> T = $number;
                    left.to_matrix().scaled(number(self))
                }
            }

            #[diagnostic::do_not_recommend]
            impl<N: Dim, T: Element> RowMulRhs<N, T> for $right {
                type Out = RowVector<N, T>;

                fn after_row(self, left: &RowVector<N, T>) -> RowVector<N, T> {
                    let number: fn(Self) -> T = $number;
                    left.clone().scaled(number(self))
                }
            }

            #[diagnostic::do_not_recommend]
            impl<N: Dim, T: Element> VectorMulRhs<N, T> for $right {
                type Out = Vector<N, T>;

                fn after_vector(self, left: &Vector<N, T>) -> Vector<N, T> {
                    let number: fn(Self) -> T = $number;
                    left.clone().scaled(number(self))
                }
            }

            #[diagnostic::do_not_recommend]
            impl<S: Shape, T: Element> ScalarRhs<S, T> for $right {
                fn scale(self, left: Tensor<S, T>) -> Tensor<S, T> {
                    let number: fn(Self) -> T = $number;
                    left.scaled(number(self))
                }
            }
        )*
    };
}

number_on_the_right! {
    T, |number| number;
    Scalar<T>, |scalar| scalar.as_slice()[0];
    &Scalar<T>, |scalar| scalar.as_slice()[0];
}

times! {
    () Scalar<T> => NumberMulRhs, X::Out, |left, right| right.multiple(left.as_slice()[0]);
    () &Scalar<T> => NumberMulRhs, X::Out, |left, right| right.multiple(left.as_slice()[0]);
    (A, B, C) Tensor<(A, B, C), T> => ScalarRhs<(A, B, C)>, Tensor<(A, B, C), T>,
        |left, right| right.scale(left);
    (A, B, C) &Tensor<(A, B, C), T> => ScalarRhs<(A, B, C)>, Tensor<(A, B, C), T>,
        |left, right| right.scale(left.clone());
    (A, B, C, E) Tensor<(A, B, C, E), T> => ScalarRhs<(A, B, C, E)>, Tensor<(A, B, C, E), T>,
        |left, right| right.scale(left);
    (A, B, C, E) &Tensor<(A, B, C, E), T> => ScalarRhs<(A, B, C, E)>, Tensor<(A, B, C, E), T>,
        |left, right| right.scale(left.clone());
}
