//! Softplus.

use super::pointwise;
use crate::kernel::math::{self, Elementary, Function};

pointwise! {
    /// Softplus ln(1 + eˣ), a smooth max(0, x), with the derivative σ(x) = 1 − e⁻ʸ.
    ///
    /// It is computed as max(0, x) + ln(1 + e⁻ˡˣˡ), without overflow.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert!((softplus(0.0_f64) - core::f64::consts::LN_2).abs() < 1e-15);
    /// assert_eq!(softplus(1e4_f32), 1e4);
    /// ```
    Softplus, softplus;
    paper "y = ln(1 + eˣ)", "∇x = δ ⊙ σ(x)", "ẏ = σ(x) ⊙ ẋ";
    weights HeNormal;
    value |x| math::Softplus::scalar(x);
    lanes |simd, x| math::Softplus::lanes(simd, x);
    from Output |y| -(-y).exp_m1();
    lanes |simd, y| {
        let zero = simd.splat(T::zero());
        simd.sub(zero, math::ExpM1::lanes(simd, simd.sub(zero, y)))
    };
}
