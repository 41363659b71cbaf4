//! The hyperbolic tangent.

use super::pointwise;

pointwise! {
    /// The hyperbolic tangent, with tanh′ = 1 − y².
    Tanh, tanh;
    paper "y = tanh x", "∇x = δ ⊙ (1 − y²)", "ẏ = (1 − y²) ⊙ ẋ";
    value |x| x.tanh();
    from Output |y| T::one() - y * y;
}
