//! The leaky rectified linear unit.

use super::{Activation, Operand, Output, Pointwise, PointwiseDerivative};
use crate::Element;
use crate::init::Initializer;
use crate::op::ClosedForm;

/// The leaky rectified linear unit: x for x > 0, a x otherwise, with the slope a = `NUMERATOR / DENOMINATOR`, which
/// must be positive. The default is PyTorch's 0.01.
///
/// ```
/// use typograd::prelude::*;
///
/// let z = Vector::<D<2>>::from([-1.0, 2.0]);
/// assert_eq!(leaky_relu(&z), Vector::from([-0.01, 2.0]));
/// assert_eq!(LeakyRelu::<1, 4>::of(&z), Vector::from([-0.25, 2.0]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeakyRelu<const NUMERATOR: u32 = 1, const DENOMINATOR: u32 = 100>;

impl<const N: u32, const D: u32> LeakyRelu<N, D> {
    const SLOPE: f64 = {
        assert!(N > 0 && D > 0, "the slope of a leaky ReLU must be positive");
        N as f64 / D as f64
    };
}

impl<const N: u32, const D: u32> Pointwise for LeakyRelu<N, D> {
    const PAPER: ClosedForm = ClosedForm {
        value: "y = x if x > 0 else a x",
        vjp: &["∇x = δ ⊙ (1 if y > 0 else a)"],
        jvp: "ẏ = (1 if y > 0 else a) ⊙ ẋ",
    };
    const WEIGHTS: Initializer = Initializer::HeNormal;

    #[inline(always)]
    fn value<T: Element>(x: T) -> T {
        if x > T::zero() {
            x
        } else {
            x * T::from_f64(Self::SLOPE)
        }
    }
}

impl<const N: u32, const D: u32> PointwiseDerivative for LeakyRelu<N, D> {
    type From = Output;

    #[inline(always)]
    fn derivative<T: Element>(y: T) -> T {
        if y > T::zero() {
            T::one()
        } else {
            T::from_f64(Self::SLOPE)
        }
    }
}

/// [`LeakyRelu`] with the slope 0.01 of a tensor or a number.
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!(leaky_relu(-2.0_f32), -0.02);
/// ```
pub fn leaky_relu<X: Operand>(x: X) -> X::Out {
    LeakyRelu::<1, 100>::of(x)
}
