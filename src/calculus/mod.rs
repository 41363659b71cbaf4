//! What `#[differentiable]` gives a function: gradients, Jacobians and second derivatives, of the types they have on paper.
//!
//! | | of y = f(x) | type |
//! |---|---|---|
//! | `value_and_grad`, `grad` | y and ∇f, for a number y | a struct with a field for each parameter, of the parameter's type |
//! | `vjp` | y and ∇⟨δ, f⟩ = Jᵀ δ | the same |
//! | `jvp` | y and J ẋ | the type of y |
//! | `jacobian` | ∂y/∂x: the axes of y, then those of x | [`DerivativeIn`]: a [`Jacobian`](crate::Jacobian) for vectors, a [`Diagonal`](crate::Diagonal) for element-wise functions of vectors |
//! | `hvp` | H ẋ, for a number y | as the gradient |
//! | `hessian` | ∂²y/∂x∂x, by pairs of parameters | [`DerivativeIn`] |
//!
//! Reverse mode runs the rules of [`op`](crate::op) from the result to the parameters; forward mode runs them along. Second
//! derivatives are forward mode over reverse mode: the gradient, computed with [`Dual`] numbers.

mod dual;
mod give;
mod jacobian;
#[doc(hidden)]
pub mod run;

pub use dual::Dual;
pub use jacobian::DerivativeIn;

use crate::Element;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// Numbers that carry on from those of type `E`: `E` itself, and its [`Dual`] numbers. A constant of a function is lifted to
/// the numbers that the function is computed with.
///
/// ```
/// use typograd::calculus::{Dual, Over};
///
/// let one: Dual<f32> = Over::lift(1.0_f32);
/// assert_eq!((one.value, one.tangent), (1.0, 0.0));
/// ```
pub trait Over<E>: Element {
    /// The same number.
    fn lift(constant: E) -> Self;
}

impl<E: Element> Over<E> for E {
    #[inline]
    fn lift(constant: E) -> Self {
        constant
    }
}

/// What a differentiable function takes and returns: a tensor, or a number.
///
/// ```
/// use typograd::calculus::Value;
/// use typograd::prelude::*;
///
/// fn rank<X: Value>() -> usize {
///     X::Shape::RANK
/// }
///
/// assert_eq!((rank::<f64>(), rank::<Matrix<D<2>, D<3>>>()), (0, 2));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a tensor nor a number",
    label = "a differentiable function takes and returns tensors, such as `Vector<N>`, and numbers; mark what has no gradient `#[constant]`"
)]
pub trait Value: 'static {
    /// The shape; a number's is `()`.
    type Shape: Shape;
    /// The type of the elements; a number's is its own.
    type Elem: Element;
    /// The tensor, by value.
    #[doc(hidden)]
    fn from_tensor(tensor: Tensor<Self::Shape, Self::Elem>) -> Self;
    /// As a tensor, in place.
    #[doc(hidden)]
    fn as_tensor(&self) -> &Tensor<Self::Shape, Self::Elem>;
    /// The same, to be written.
    #[doc(hidden)]
    fn as_tensor_mut(&mut self) -> &mut Tensor<Self::Shape, Self::Elem>;
}

#[diagnostic::do_not_recommend]
impl<S: Shape, T: Element> Value for Tensor<S, T> {
    type Shape = S;
    type Elem = T;

    #[inline]
    fn from_tensor(tensor: Self) -> Self {
        tensor
    }

    #[inline]
    fn as_tensor(&self) -> &Self {
        self
    }

    #[inline]
    fn as_tensor_mut(&mut self) -> &mut Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Element> Value for T {
    type Shape = ();
    type Elem = T;

    #[inline]
    fn from_tensor(tensor: Tensor<(), T>) -> T {
        tensor.value()
    }

    #[inline]
    fn as_tensor(&self) -> &Tensor<(), T> {
        Tensor::from_elements(core::slice::from_ref(self))
    }

    #[inline]
    fn as_tensor_mut(&mut self) -> &mut Tensor<(), T> {
        Tensor::from_elements_mut(core::slice::from_mut(self))
    }
}
