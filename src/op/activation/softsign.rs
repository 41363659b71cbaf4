//! Softsign.

use super::pointwise;

pointwise! {
    /// Softsign x / (1 + |x|), with the derivative (1 − |y|)².
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(softsign(&Vector::<D<2>>::from([3.0, -1.0])), Vector::from([0.75, -0.5]));
    /// ```
    Softsign, softsign;
    paper "y = x / (1 + |x|)", "∇x = δ ⊙ (1 − |y|)²", "ẏ = (1 − |y|)² ⊙ ẋ";
    value |x| {
        if x.is_infinite() { x.signum() } else { x / (T::one() + x.abs()) }
    };
    from Output |y| (T::one() - y.abs()).powi(2);
}
