//! The logistic sigmoid.

use super::pointwise;

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
    value |x| {
        // e to a number that is not positive cannot overflow.
        let e = (-x.abs()).exp();
        let small = e / (T::one() + e);
        if x < T::zero() { small } else { T::one() - small }
    };
    from Output |y| y * (T::one() - y);
}
