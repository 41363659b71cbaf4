//! The types of derivatives: the axes of the result, then those of the variable.

use super::Value;
use crate::Element;
use crate::shape::{Beside, Shape};
use crate::tensor::Tensor;

/// The derivative of a value of this type in one of type `X`: outputs × inputs.
///
/// ```
/// use typograd::calculus::DerivativeIn;
/// use typograd::prelude::*;
///
/// fn is_jacobian(j: <Vector<D<2>> as DerivativeIn<Vector<D<3>>>>::Out) -> Jacobian<D<2>, D<3>> {
///     j
/// }
/// # let _ = is_jacobian;
/// ```
pub trait DerivativeIn<X: Value>: Value {
    /// A number for numbers, else a tensor of the shape that [`Beside`] names.
    type Out: Value<Elem = Self::Elem>;
}

#[diagnostic::do_not_recommend]
impl<O: Shape, I: Shape, T: Element> DerivativeIn<Tensor<I, T>> for Tensor<O, T> {
    type Out = Tensor<<O as Beside>::With<I>, T>;
}

#[diagnostic::do_not_recommend]
impl<O: Shape, T: Element> DerivativeIn<T> for Tensor<O, T> {
    type Out = Self;
}

#[diagnostic::do_not_recommend]
impl<I: Shape, T: Element> DerivativeIn<Tensor<I, T>> for T {
    type Out = Tensor<I::AfterNone, T>;
}

#[diagnostic::do_not_recommend]
impl<T: Element> DerivativeIn<T> for T {
    type Out = T;
}
