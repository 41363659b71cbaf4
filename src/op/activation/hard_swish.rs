//! Hard swish.

use super::HardSigmoid;
use super::pointwise;
use super::silu::times;

pointwise! {
    /// Hard swish x · min(max(x + 3, 0), 6) / 6 (Howard et al., 2019).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let z = Vector::<D<3>>::from([-4.0, 1.5, 3.0]);
    /// assert_eq!(hard_swish(&z), Vector::from([0.0, 1.125, 3.0])); // 1.5 · 4.5 / 6
    /// ```
    HardSwish, hard_swish;
    paper "y = x ⊙ min(max(x + 3, 0), 6) / 6", "∇x = δ ⊙ (0 below −3, x/3 + ½ up to 3, 1 above)", "ẏ = (0 below −3, x/3 + ½ up to 3, 1 above) ⊙ ẋ";
    weights HeNormal;
    value |x| times(x, HardSigmoid::value(x));
    from Input |x| {
        let three = T::from_f64(3.0);
        if x < -three {
            T::zero()
        } else if x > three {
            T::one()
        } else {
            x / three + T::from_f64(0.5)
        }
    };
}
