//! The sigmoid linear unit, or swish.

use super::pointwise;
use super::{Pointwise, Sigmoid};
use crate::Element;

pointwise! {
    /// The sigmoid linear unit x σ(x), also called swish (Elfwing et al., 2017).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let ln_3 = 3.0_f64.ln();
    /// assert!((silu(ln_3) - 0.75 * ln_3).abs() < 1e-15); // σ(ln 3) = ¾
    /// ```
    Silu, silu;
    paper "y = x ⊙ σ(x)", "∇x = δ ⊙ (σ(x) + x ⊙ σ(x) ⊙ (1 − σ(x)))", "ẏ = (σ(x) + x ⊙ σ(x) ⊙ (1 − σ(x))) ⊙ ẋ";
    weights HeNormal;
    value |x| times(x, Sigmoid::value(x));
    from Input |x| {
        let s = Sigmoid::value(x);
        s + times(x, s * (T::one() - s))
    };
}

/// x · factor, where a factor that has vanished wins over an infinite x.
#[inline(always)]
pub(super) fn times<T: Element>(x: T, factor: T) -> T {
    if factor.is_zero() {
        T::zero()
    } else {
        x * factor
    }
}
