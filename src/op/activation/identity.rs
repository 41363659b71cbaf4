//! No activation.

use super::{Output, Pointwise, PointwiseDerivative};
use crate::Element;
use crate::kernel::Simd;
use crate::op::ClosedForm;

/// No activation at all: y = x.
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!(Identity::of(-1.5_f32), -1.5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity;

impl Pointwise for Identity {
    const PAPER: ClosedForm = ClosedForm {
        value: "y = x",
        vjp: &["∇x = δ"],
        jvp: "ẏ = ẋ",
    };
    const LANES: bool = true;
    const IS_IDENTITY: bool = true;

    #[inline(always)]
    fn value<T: Element>(x: T) -> T {
        x
    }

    #[inline(always)]
    fn value_lanes<T: Element, S: Simd<T>>(_: S, x: S::Vector) -> S::Vector {
        x
    }
}

impl PointwiseDerivative for Identity {
    type From = Output;

    #[inline(always)]
    fn derivative<T: Element>(_: T) -> T {
        T::one()
    }
}
