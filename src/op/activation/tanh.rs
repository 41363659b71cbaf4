//! The hyperbolic tangent.

use super::pointwise;
use crate::kernel::math::{self, Function};

pointwise! {
    /// The hyperbolic tangent, with tanh′ = 1 − y².
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert!((tanh(2.0_f64.ln()) - 0.6).abs() < 1e-15); // (2 − ½) / (2 + ½)
    /// ```
    Tanh, tanh;
    paper "y = tanh x", "∇x = δ ⊙ (1 − y²)", "ẏ = (1 − y²) ⊙ ẋ";
    value |x| x.tanh();
    lanes |simd, x| math::Tanh::lanes(simd, x);
    from Output |y| T::one() - y * y;
    lanes |simd, y| simd.mul_sub_from(y, y, simd.splat(T::one()));
}
