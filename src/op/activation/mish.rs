//! Mish.

use super::pointwise;
use super::silu::times;
use super::{Pointwise, Sigmoid, Softplus};

pointwise! {
    /// Mish x tanh(softplus(x)) (Misra, 2019).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let square = (1.0 + core::f64::consts::E).powi(2);
    /// assert!((mish(1.0_f64) - (square - 1.0) / (square + 1.0)).abs() < 1e-14); // tanh(ln(1 + e))
    /// ```
    Mish, mish;
    paper "y = x ⊙ tanh(softplus(x))", "∇x = δ ⊙ (t + x ⊙ (1 − t²) ⊙ σ(x)), t = tanh(softplus(x))", "ẏ = (t + x ⊙ (1 − t²) ⊙ σ(x)) ⊙ ẋ";
    weights HeNormal;
    value |x| times(x, Softplus::value(x).tanh());
    from Input |x| {
        let t = Softplus::value(x).tanh();
        t + times(x, (T::one() - t * t) * Sigmoid::value(x))
    };
}
