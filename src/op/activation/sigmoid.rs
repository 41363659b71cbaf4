//! The logistic sigmoid.

use super::pointwise;
use crate::kernel::math::{self, Elementary, Function};

pointwise! {
    /// The logistic sigmoid σ(x) = 1 / (1 + e⁻ˣ), with σ′ = y (1 − y).
    ///
    /// It is computed without overflow on either side.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(sigmoid(0.0_f32), 0.5);
    /// assert_eq!(sigmoid(-1e4_f32), 0.0);
    /// ```
    Sigmoid, sigmoid;
    paper "y = σ(x)", "∇x = δ ⊙ y ⊙ (1 − y)", "ẏ = y ⊙ (1 − y) ⊙ ẋ";
    value |x| math::Sigmoid::scalar(x);
    lanes |simd, x| math::Sigmoid::lanes(simd, x);
    from Output |y| y * (T::one() - y);
    lanes |simd, y| simd.mul(y, simd.sub(simd.splat(T::one()), y));
}
