//! Sums, differences, multiples and Hadamard products of tensors of one shape.

use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use super::Tensor;
use crate::Element;
use crate::kernel::{Store, vector};
use crate::shape::Shape;

/// What may stand on the right of `+` and `-` when the left is a tensor of shape `S`: a tensor of the same shape,
/// owned or borrowed, or a number, which is added to every element.
///
/// ```
/// use typograd::prelude::*;
///
/// let (a, b) = (Vector::<D<2>>::from([1.0, 2.0]), Vector::from([10.0, 20.0]));
/// assert_eq!(&a + &b, Vector::from([11.0, 22.0]));
/// assert_eq!(b - &a, Vector::from([9.0, 18.0]));
/// assert_eq!(a + 0.5, Vector::from([1.5, 2.5]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`+` and `-` need equal shapes: the left side has the shape `{S}`, the right side is `{Self}`",
    label = "the shape of this must be `{S}`, its elements `{T}`"
)]
pub trait AddRhs<S: Shape, T> {
    /// `left ← left + sign · self`.
    #[doc(hidden)]
    fn add_to(self, left: &mut Tensor<S, T>, sign: T);
}

#[diagnostic::do_not_recommend]
impl<S: Shape, T: Element> AddRhs<S, T> for &Tensor<S, T> {
    #[inline]
    fn add_to(self, left: &mut Tensor<S, T>, sign: T) {
        left.add_scaled(sign, self);
    }
}

#[diagnostic::do_not_recommend]
impl<S: Shape, T: Element> AddRhs<S, T> for Tensor<S, T> {
    #[inline]
    fn add_to(self, left: &mut Tensor<S, T>, sign: T) {
        left.add_scaled(sign, &self);
    }
}

#[diagnostic::do_not_recommend]
impl<S: Shape, T: Element> AddRhs<S, T> for T {
    #[inline]
    fn add_to(self, left: &mut Tensor<S, T>, sign: T) {
        for x in left {
            *x += sign * self;
        }
    }
}

/// What a tensor may be divided by: a number.
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!(Vector::<D<2>>::from([1.0, 3.0]) / 2.0, Vector::from([0.5, 1.5]));
/// ```
#[diagnostic::on_unimplemented(
    message = "a tensor cannot be divided by `{Self}`",
    label = "expected a number; element by element, write `a.hadamard_div(&b)`"
)]
pub trait Divisor<T> {
    /// The number.
    #[doc(hidden)]
    fn number(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T: Element> Divisor<T> for T {
    fn number(self) -> T {
        self
    }
}

/// The operators that keep a shape, for an owned and for a borrowed left side.
macro_rules! same_shape {
    ($left:ty, $own:expr) => {
        impl<S: Shape, T: Element, X: AddRhs<S, T>> Add<X> for $left {
            type Output = Tensor<S, T>;

            #[inline]
            fn add(self, right: X) -> Tensor<S, T> {
                let mut sum = $own(self);
                sum += right;
                sum
            }
        }

        impl<S: Shape, T: Element, X: AddRhs<S, T>> Sub<X> for $left {
            type Output = Tensor<S, T>;

            #[inline]
            fn sub(self, right: X) -> Tensor<S, T> {
                let mut difference = $own(self);
                difference -= right;
                difference
            }
        }

        impl<S: Shape, T: Element, X: Divisor<T>> Div<X> for $left {
            type Output = Tensor<S, T>;

            #[inline]
            fn div(self, right: X) -> Tensor<S, T> {
                let divisor = right.number();
                let mut quotient = $own(self);
                quotient /= divisor;
                quotient
            }
        }

        impl<S: Shape, T: Element> Neg for $left {
            type Output = Tensor<S, T>;

            #[inline]
            fn neg(self) -> Tensor<S, T> {
                $own(self).scaled(-T::one())
            }
        }
    };
}

same_shape!(Tensor<S, T>, |left| left);
same_shape!(&Tensor<S, T>, Tensor::clone);

impl<S: Shape, T: Element, X: AddRhs<S, T>> AddAssign<X> for Tensor<S, T> {
    #[inline]
    fn add_assign(&mut self, right: X) {
        right.add_to(self, T::one());
    }
}

impl<S: Shape, T: Element, X: AddRhs<S, T>> SubAssign<X> for Tensor<S, T> {
    #[inline]
    fn sub_assign(&mut self, right: X) {
        right.add_to(self, -T::one());
    }
}

impl<S: Shape, T: Element> MulAssign<T> for Tensor<S, T> {
    fn mul_assign(&mut self, factor: T) {
        for x in self {
            *x *= factor;
        }
    }
}

impl<S: Shape, T: Element> DivAssign<T> for Tensor<S, T> {
    fn div_assign(&mut self, divisor: T) {
        for x in self {
            *x /= divisor;
        }
    }
}

/// A number on the left, for each element: `2.0 * &x`, `1.0 - &x`.
macro_rules! number_on_the_left {
    ($($number:ty: $operator:ident, $method:ident, |$a:ident, $x:ident| $f:expr;)*) => {
        $(
            impl<S: Shape> $operator<Tensor<S, $number>> for $number {
                type Output = Tensor<S, $number>;

                fn $method(self, mut right: Tensor<S, $number>) -> Tensor<S, $number> {
                    let $a = self;
                    for x in &mut right {
                        let $x = *x;
                        *x = $f;
                    }
                    right
                }
            }

            impl<S: Shape> $operator<&Tensor<S, $number>> for $number {
                type Output = Tensor<S, $number>;

                fn $method(self, right: &Tensor<S, $number>) -> Tensor<S, $number> {
                    self.$method(right.clone())
                }
            }
        )*
    };
}

number_on_the_left! {
    f32: Add, add, |a, x| a + x;
    f64: Add, add, |a, x| a + x;
    f32: Sub, sub, |a, x| a - x;
    f64: Sub, sub, |a, x| a - x;
    f32: Mul, mul, |a, x| a * x;
    f64: Mul, mul, |a, x| a * x;
    f32: Div, div, |a, x| a / x;
    f64: Div, div, |a, x| a / x;
}

impl<S: Shape, T: Element> Tensor<S, T> {
    /// The same tensor, multiplied by a number.
    pub(super) fn scaled(mut self, factor: T) -> Self {
        self *= factor;
        self
    }

    /// `self += factor · other`, the axpy of BLAS.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut w = Vector::<D<2>>::from([1.0, 2.0]);
    /// w.add_scaled(-0.5, &Vector::from([2.0, 4.0]));
    /// assert_eq!(w, Vector::zeros());
    /// ```
    #[inline]
    pub fn add_scaled(&mut self, factor: T, other: &Self) {
        vector::copy(
            other.as_slice(),
            self.as_mut_slice(),
            Store::add().times(factor),
        );
    }

    /// The Hadamard product, element by element: (a ⊙ b)ᵢ = aᵢ bᵢ.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let (a, b) = (Vector::<D<2>>::from([2.0, 3.0]), Vector::from([5.0, 7.0]));
    /// assert_eq!(a.hadamard(&b), Vector::from([10.0, 21.0]));
    /// ```
    pub fn hadamard(&self, other: &Self) -> Self {
        let mut product = Self::zeros();
        vector::hadamard(
            self.as_slice(),
            other.as_slice(),
            product.as_mut_slice(),
            Store::set(),
        );
        product
    }

    /// The Hadamard quotient, element by element: (a ⊘ b)ᵢ = aᵢ / bᵢ.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let (a, b) = (Vector::<D<2>>::from([1.0, 3.0]), Vector::from([4.0, 2.0]));
    /// assert_eq!(a.hadamard_div(&b), Vector::from([0.25, 1.5]));
    /// ```
    pub fn hadamard_div(&self, other: &Self) -> Self {
        self.zip_map(other, |a, b| a / b)
    }

    /// The tensor of `f(xᵢ)`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Vector::<D<2>>::from([3.0, -4.0]).map(|x| x * x), Vector::from([9.0, 16.0]));
    /// ```
    pub fn map(&self, mut f: impl FnMut(T) -> T) -> Self {
        let mut out = self.clone();
        for x in &mut out {
            *x = f(*x);
        }
        out
    }

    /// The tensor of `f(xᵢ, yᵢ)`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let (a, b) = (Vector::<D<2>>::from([1.0, 5.0]), Vector::from([3.0, 2.0]));
    /// assert_eq!(a.zip_map(&b, f32::max), Vector::from([3.0, 5.0]));
    /// ```
    pub fn zip_map(&self, other: &Self, mut f: impl FnMut(T, T) -> T) -> Self {
        let mut out = self.clone();
        for (x, y) in out.iter_mut().zip(other) {
            *x = f(*x, *y);
        }
        out
    }
}
