//! Functions of one tensor that keep its shape: activations, and the elementary functions.
//!
//! One file each. Most act element by element ([`Pointwise`]); softmax and log-softmax act on rows. A function that has
//! a derivative says whether it is computed from the function's output or from its input ([`Keeps`]), and so a layer
//! saves one of them and no more.

#![allow(clippy::inline_always)] // a loop is vectorised only where the function is inlined into it

mod elementary;
mod elu;
mod gelu;
mod hard_sigmoid;
mod hard_swish;
mod identity;
mod leaky_relu;
mod log_softmax;
mod mish;
mod pointwise;
mod power;
mod relu;
mod selu;
mod sigmoid;
mod silu;
mod softmax;
mod softplus;
mod softsign;
mod step;
mod tanh;

pub use elementary::{
    Abs, Cos, Exp, Ln, Recip, Sin, Sqrt, Square, abs, cos, exp, ln, recip, sin, sqrt, square,
};
pub use elu::{Elu, elu};
pub use gelu::{Gelu, GeluTanh, gelu, gelu_tanh};
pub use hard_sigmoid::{HardSigmoid, hard_sigmoid};
pub use hard_swish::{HardSwish, hard_swish};
pub use identity::Identity;
pub use leaky_relu::{LeakyRelu, leaky_relu};
pub use log_softmax::{LogSoftmax, log_softmax};
pub use mish::{Mish, mish};
pub use pointwise::{Pointwise, PointwiseDerivative};
pub use power::Powi;
pub use relu::{Relu, relu};
pub use selu::{Selu, selu};
pub use sigmoid::{Sigmoid, sigmoid};
pub use silu::{Silu, silu};
pub use softmax::{Softmax, softmax};
pub use softplus::{Softplus, softplus};
pub use softsign::{Softsign, softsign};
pub use step::{Step, step};
pub use tanh::{Tanh, tanh};

use core::fmt::Debug;

use pointwise::pointwise;

use super::ClosedForm;
use crate::init::Initializer;
use crate::kernel::Simd;
use crate::shape::Shape;
use crate::tensor::Tensor;
use crate::zeroed::zeroed_parts;
use crate::{Element, Zeroed};

/// A function that keeps the shape of its argument: what a layer applies to its sums.
///
/// ```
/// use typograd::prelude::*;
///
/// /// The same layer with one activation or another.
/// fn answer<F: Activation>(z: &Vector<D<2>>) -> usize {
///     F::of(z).argmax()
/// }
///
/// let z = Vector::from([-1.0, 3.0]);
/// assert_eq!((answer::<Softmax>(&z), answer::<Tanh>(&z)), (1, 1));
/// assert_eq!(Relu::INITIALIZER, Initializer::HeNormal);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation",
    label = "expected an activation such as `Relu`, `Sigmoid` or `Identity`"
)]
pub trait Activation: Copy + Debug + Default + Send + Sync + 'static {
    /// The function on paper.
    const FORM: ClosedForm;
    /// How the weights before this activation are best initialised.
    const INITIALIZER: Initializer;

    /// z ← f(z) for rows of `width` elements, one after the other.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut rows = [0.0, 0.0, 5.0, 5.0];
    /// Softmax::apply(&mut rows, 2); // two rows of two
    /// assert_eq!(rows, [0.5; 4]);
    /// ```
    fn apply<T: Element>(rows: &mut [T], width: usize);

    /// Whether [`apply_lanes`](Self::apply_lanes) is written out: then f may be applied while a sum is in a register.
    #[doc(hidden)]
    const LANES: bool = false;

    /// f of each lane of a register, for an f that acts element by element.
    #[doc(hidden)]
    #[inline(always)]
    fn apply_lanes<T: Element, S: Simd<T>>(_simd: S, x: S::Vector) -> S::Vector {
        x
    }

    /// f(x), for a tensor, owned or borrowed, or a number.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let z = Vector::<D<2>>::from([-1.0, 2.0]);
    /// assert_eq!(Relu::of(&z), Vector::from([0.0, 2.0]));
    /// assert_eq!(Relu::of(-3.0_f32), 0.0);
    /// ```
    fn of<X: Operand>(x: X) -> X::Out {
        x.apply::<Self>()
    }
}

/// An activation with a derivative: what a layer needs to be trained.
///
/// ```
/// use typograd::op::{Differentiable, Square};
///
/// let (x, mut delta) = ([3.0, -4.0], [1.0, 1.0]);
/// Square::pull_back(&x, &mut delta, 2); // computed from the input: δ ⊙ 2 x
/// assert_eq!(delta, [6.0, -8.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no gradient to learn by (that of the unit step is 0 wherever there is one): a layer with it can be run, but not trained",
    label = "a gradient is needed here; use an activation that has one, such as `Sigmoid`, `Tanh` or `Relu`"
)]
pub trait Differentiable: Activation {
    /// [`Output`] or [`Input`]: what the derivative is computed from.
    type Keeps: Keeps;

    /// δ ← Jᵀ δ for rows of `width` elements; `kept` holds the outputs or the inputs.
    fn pull_back<T: Element>(kept: &[T], delta: &mut [T], width: usize);

    /// ṫ ← J ṫ for rows of `width` elements; `kept` holds the outputs or the inputs.
    fn push_forward<T: Element>(kept: &[T], tangent: &mut [T], width: usize);
}

/// What a derivative is computed from, and so what a layer saves for it.
///
/// ```
/// use typograd::op::{Input, Keeps, Output};
///
/// assert_eq!(Input::choose("x", "y"), "x");
/// assert_eq!(Output::choose("x", "y"), "y");
/// assert_eq!(size_of::<<Output as Keeps>::Cell<f32>>(), 0); // nothing is saved
/// ```
pub trait Keeps: 'static {
    /// Where the input is saved, if it is.
    type Cell<X: Zeroed + Clone + Send>: Kept<X>;
    /// The one of the two that the derivative is computed from.
    fn choose<X>(input: X, output: X) -> X;
}

/// The derivative is computed from the output, which the layer holds anyway: nothing is saved.
#[derive(Clone, Copy, Debug)]
pub struct Output;

/// The derivative is computed from the input, which is saved before it is overwritten.
#[derive(Clone, Copy, Debug)]
pub struct Input;

/// The place for a saved input, or for nothing.
///
/// ```
/// use typograd::op::{Input, Keeps, Kept};
/// use typograd::zeroed;
///
/// let mut cell = zeroed::<<Input as Keeps>::Cell<f32>>();
/// cell.keep(&3.0);
/// assert_eq!(cell.or(&9.0), &3.0); // the input, not the output
/// ```
pub trait Kept<X>: Zeroed + Send {
    /// Saves the input, if it is needed.
    fn keep(&mut self, input: &X);
    /// What the derivative is computed from: the saved input, or else the output.
    fn or<'a>(&'a self, output: &'a X) -> &'a X;
}

impl Keeps for Output {
    type Cell<X: Zeroed + Clone + Send> = ();

    #[inline]
    fn choose<X>(_: X, output: X) -> X {
        output
    }
}

impl Keeps for Input {
    type Cell<X: Zeroed + Clone + Send> = Saved<X>;

    #[inline]
    fn choose<X>(input: X, _: X) -> X {
        input
    }
}

impl<X> Kept<X> for () {
    #[inline]
    fn keep(&mut self, _: &X) {}

    #[inline]
    fn or<'a>(&'a self, output: &'a X) -> &'a X {
        output
    }
}

/// A saved input.
#[derive(Debug)]
#[repr(transparent)]
pub struct Saved<X>(X);

zeroed_parts!(Saved[X: Zeroed][X] { 0 });

impl<X: Zeroed + Clone + Send> Kept<X> for Saved<X> {
    #[inline]
    fn keep(&mut self, input: &X) {
        self.0.clone_from(input);
    }

    #[inline]
    fn or<'a>(&'a self, _: &'a X) -> &'a X {
        &self.0
    }
}

/// The length of a row of a tensor: what softmax sums over.
#[doc(hidden)]
pub const fn row_width<S: Shape>() -> usize {
    if S::RANK == 0 {
        1
    } else {
        S::DIMS[S::RANK - 1]
    }
}

/// What an activation can be applied to: a tensor, owned or borrowed, or a number.
///
/// ```
/// use typograd::op::Operand;
/// use typograd::prelude::*;
///
/// fn twice<X: Operand<Out = Y>, Y: Operand>(x: X) -> Y::Out {
///     relu(relu(x))
/// }
///
/// assert_eq!(twice(-1.0_f32), 0.0);
/// assert_eq!(twice(Vector::<D<2>>::from([1.0, -1.0])), Vector::from([1.0, 0.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "an activation cannot be applied to `{Self}`",
    label = "expected a tensor or a number"
)]
pub trait Operand {
    /// What results: a tensor of the same shape, or a number.
    type Out;
    /// f(self).
    #[doc(hidden)]
    fn apply<F: Activation>(self) -> Self::Out;
}

impl<S: Shape, T: Element> Operand for Tensor<S, T> {
    type Out = Self;

    #[inline]
    fn apply<F: Activation>(mut self) -> Self {
        F::apply(self.as_mut_slice(), row_width::<S>());
        self
    }
}

impl<S: Shape, T: Element> Operand for &Tensor<S, T> {
    type Out = Tensor<S, T>;

    #[inline]
    fn apply<F: Activation>(self) -> Tensor<S, T> {
        self.clone().apply::<F>()
    }
}

impl<T: Element> Operand for T {
    type Out = T;

    #[inline]
    fn apply<F: Activation>(mut self) -> T {
        F::apply(core::slice::from_mut(&mut self), 1);
        self
    }
}
