//! No activation.

use super::{Output, Pointwise, PointwiseDerivative};
use crate::Element;
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

    #[inline(always)]
    fn value<T: Element>(x: T) -> T {
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
