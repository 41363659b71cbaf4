//! The rectified linear unit.

use super::pointwise;

pointwise! {
    /// The rectified linear unit max(0, x). The derivative at 0 is taken to be 0, as PyTorch does.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(relu(&Vector::<D<3>>::from([-1.0, 0.0, 2.0])), Vector::from([0.0, 0.0, 2.0]));
    /// ```
    Relu, relu;
    paper "y = max(0, x)", "∇x = δ ⊙ [y > 0]", "ẏ = [y > 0] ⊙ ẋ";
    weights HeNormal;
    value |x| {
        // NaN stays NaN.
        if x < T::zero() { T::zero() } else { x }
    };
    lanes |simd, x| simd.max(simd.splat(T::zero()), x);
    from Output |y| if y <= T::zero() { T::zero() } else { T::one() };
}
