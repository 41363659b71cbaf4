//! The elementary functions, element by element.

use super::pointwise;
use crate::kernel::math::{self, Function};

pointwise! {
    /// eˣ, with the derivative y.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(exp(0.0_f32), 1.0);
    /// assert!((exp(1.0_f64) - core::f64::consts::E).abs() < 1e-15);
    /// ```
    Exp, exp;
    paper "y = eˣ", "∇x = δ ⊙ y", "ẏ = y ⊙ ẋ";
    value |x| x.exp();
    lanes |simd, x| math::Exp::lanes(simd, x);
    from Output |y| y;
}

pointwise! {
    /// The natural logarithm ln x, with the derivative 1/x.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(ln(1.0_f32), 0.0);
    /// assert!((ln(2.0_f64) - core::f64::consts::LN_2).abs() < 1e-15);
    /// ```
    Ln, ln;
    paper "y = ln x", "∇x = δ ⊘ x", "ẏ = ẋ ⊘ x";
    value |x| x.ln();
    lanes |simd, x| math::Log::lanes(simd, x);
    from Input |x| x.recip();
}

pointwise! {
    /// The square root √x, with the derivative 1/(2y).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(sqrt(&Vector::<D<2>>::from([4.0, 9.0])), Vector::from([2.0, 3.0]));
    /// ```
    Sqrt, sqrt;
    paper "y = √x", "∇x = δ ⊘ 2y", "ẏ = ẋ ⊘ 2y";
    value |x| x.sqrt();
    from Output |y| (y + y).recip();
}

pointwise! {
    /// The square x², with the derivative 2x.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(square(&Vector::<D<2>>::from([-3.0, 4.0])), Vector::from([9.0, 16.0]));
    /// ```
    Square, square;
    paper "y = x²", "∇x = 2 δ ⊙ x", "ẏ = 2 x ⊙ ẋ";
    value |x| x * x;
    from Input |x| x + x;
}

pointwise! {
    /// The magnitude |x|; the derivative at 0 is taken to be 0, as PyTorch does.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(abs(&Vector::<D<2>>::from([-3.0, 4.0])), Vector::from([3.0, 4.0]));
    /// ```
    Abs, abs;
    paper "y = |x|", "∇x = δ ⊙ sign x", "ẏ = sign x ⊙ ẋ";
    value |x| x.abs();
    from Input |x| if x.is_zero() { T::zero() } else { x.signum() };
}

pointwise! {
    /// The reciprocal 1/x, with the derivative −y².
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(recip(&Vector::<D<2>>::from([4.0, -0.5])), Vector::from([0.25, -2.0]));
    /// ```
    Recip, recip;
    paper "y = 1 ⊘ x", "∇x = −δ ⊙ y²", "ẏ = −y² ⊙ ẋ";
    value |x| x.recip();
    from Output |y| -(y * y);
}

pointwise! {
    /// The sine, with the derivative cos x.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(sin(0.0_f32), 0.0);
    /// assert!((sin(core::f64::consts::FRAC_PI_6) - 0.5).abs() < 1e-15);
    /// ```
    Sin, sin;
    paper "y = sin x", "∇x = δ ⊙ cos x", "ẏ = cos x ⊙ ẋ";
    value |x| x.sin();
    lanes |simd, x| math::Sin::lanes(simd, x);
    from Input |x| x.cos();
    lanes |simd, x| math::Cos::lanes(simd, x);
}

pointwise! {
    /// The cosine, with the derivative −sin x.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(cos(0.0_f32), 1.0);
    /// assert!((cos(core::f64::consts::FRAC_PI_3) - 0.5).abs() < 1e-15);
    /// ```
    Cos, cos;
    paper "y = cos x", "∇x = −δ ⊙ sin x", "ẏ = −sin x ⊙ ẋ";
    value |x| x.cos();
    lanes |simd, x| math::Cos::lanes(simd, x);
    from Input |x| -x.sin();
    lanes |simd, x| simd.sub(simd.splat(T::zero()), math::Sin::lanes(simd, x));
}
