//! Softsign.

use super::pointwise;

pointwise! {
    /// Softsign x / (1 + |x|), with the derivative (1 − |y|)².
    Softsign, softsign;
    paper "y = x / (1 + |x|)", "∇x = δ ⊙ (1 − |y|)²", "ẏ = (1 − |y|)² ⊙ ẋ";
    value |x| {
        if x.is_infinite() { x.signum() } else { x / (T::one() + x.abs()) }
    };
    from Output |y| (T::one() - y.abs()).powi(2);
}
