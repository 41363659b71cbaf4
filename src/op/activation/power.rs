//! Powers with a whole exponent.

use super::{Input, Pointwise, PointwiseDerivative};
use crate::Element;
use crate::op::ClosedForm;

/// y = xⁿ for a whole number n.
///
/// | | closed form |
/// |---|---|
/// | value | y = xⁿ |
/// | VJP | ∇x = n δ ⊙ xⁿ⁻¹ |
/// | JVP | ẏ = n xⁿ⁻¹ ⊙ ẋ |
///
/// ```
/// use typograd::op::Powi;
/// use typograd::prelude::*;
///
/// assert_eq!(Powi::<3>::of(2.0_f32), 8.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Powi<const N: i32>;

impl<const N: i32> Pointwise for Powi<N> {
    const PAPER: ClosedForm = ClosedForm {
        value: "y = xⁿ",
        vjp: &["∇x = n δ ⊙ xⁿ⁻¹"],
        jvp: "ẏ = n xⁿ⁻¹ ⊙ ẋ",
    };

    fn value<T: Element>(x: T) -> T {
        x.powi(N)
    }
}

impl<const N: i32> PointwiseDerivative for Powi<N> {
    type From = Input;

    fn derivative<T: Element>(x: T) -> T {
        if N == 0 {
            T::zero()
        } else {
            T::from_f64(f64::from(N)) * x.powi(N - 1)
        }
    }
}
