//! The unit step of the perceptron.

use super::{Activation, Operand, Pointwise};
use crate::Element;
use crate::op::ClosedForm;

/// The unit step: 1 for x ≥ 0, 0 below. Rosenblatt's perceptron decides with it.
///
/// It has no useful derivative, and so no [`Differentiable`](super::Differentiable): a layer with it can be run, but
/// where a gradient is needed the compiler refuses it, and says why.
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!(step(&Vector::<D<3>>::from([-0.5, 0.0, 2.0])), Vector::from([0.0, 1.0, 1.0]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step;

impl Pointwise for Step {
    const PAPER: ClosedForm = ClosedForm {
        value: "y = [x ≥ 0]",
        vjp: &[],
        jvp: "",
    };

    #[inline(always)]
    fn value<T: Element>(x: T) -> T {
        if x.is_nan() {
            x
        } else if x >= T::zero() {
            T::one()
        } else {
            T::zero()
        }
    }
}

/// [`Step`] of a tensor or a number.
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!((step(0.5_f32), step(-0.5_f32)), (1.0, 0.0));
/// ```
pub fn step<X: Operand>(x: X) -> X::Out {
    Step::of(x)
}
