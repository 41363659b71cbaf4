//! The hard sigmoid.

use super::pointwise;

pointwise! {
    /// The hard sigmoid min(max(x + 3, 0), 6) / 6, as PyTorch defines it.
    ///
    /// In the derivative, 1/6 is rounded to `f32` in `f64` too, as PyTorch's is: gradients agree to the last digits, at
    /// 3e-8 from the exact slope.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let z = Vector::<D<3>>::from([-4.0, 1.5, 3.0]);
    /// assert_eq!(hard_sigmoid(&z), Vector::from([0.0, 0.75, 1.0])); // 4.5 / 6
    /// ```
    HardSigmoid, hard_sigmoid;
    paper "y = min(max(x + 3, 0), 6) / 6", "∇x = δ ⊙ [0 < y < 1] / 6", "ẏ = [0 < y < 1] / 6 ⊙ ẋ";
    value |x| {
        let (three, six) = (T::from_f64(3.0), T::from_f64(6.0));
        if x <= -three {
            T::zero()
        } else if x >= three {
            T::one()
        } else {
            (x + three) / six
        }
    };
    from Output |y| {
        if y <= T::zero() || y >= T::one() {
            T::zero()
        } else {
            T::from_f64(f64::from(1.0_f32 / 6.0))
        }
    };
}
