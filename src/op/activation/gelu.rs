//! The Gaussian error linear unit, exact and in its tanh form.

use core::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use super::pointwise;
use super::silu::{times, times_lanes};
use crate::Element;
use crate::kernel::Simd;
use crate::kernel::math::{self, Elementary, Function, number};

pointwise! {
    /// The Gaussian error linear unit x Φ(x), exact (Hendrycks and Gimpel, 2016).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(gelu(0.0_f32), 0.0);
    /// assert!((gelu(1.0_f64) - 0.841_344_746_068_543).abs() < 1e-14); // Φ(1)
    /// ```
    Gelu, gelu;
    paper "y = x ⊙ Φ(x)", "∇x = δ ⊙ (Φ(x) + x ⊙ φ(x))", "ẏ = (Φ(x) + x ⊙ φ(x)) ⊙ ẋ";
    weights HeNormal;
    value |x| math::Gelu::scalar(x);
    lanes |simd, x| math::Gelu::lanes(simd, x);
    from Input |x| math::GeluSlope::scalar(x);
    lanes |simd, x| math::GeluSlope::lanes(simd, x);
}

/// The argument of the tanh, and its derivative.
#[inline(always)]
fn inner<T: Element>(x: T) -> (T, T) {
    let scale = T::from_f64(FRAC_2_SQRT_PI * FRAC_1_SQRT_2);
    let cubic = T::from_f64(0.044_715);
    let square = x * x;
    let slope = T::one() + T::from_f64(3.0) * cubic * square;
    (scale * x * (T::one() + cubic * square), scale * slope)
}

/// ½ (1 + tanh u) = σ(2u), which does not cancel, and the derivative of 2u.
#[inline(always)]
fn sigmoid_lanes<T: Element, S: Simd<T>>(simd: S, x: S::Vector) -> (S::Vector, S::Vector) {
    let scale = number(simd, 2.0 * FRAC_2_SQRT_PI * FRAC_1_SQRT_2);
    let cubic = number(simd, 0.044_715);
    let one = simd.splat(T::one());
    let square = simd.mul(x, x);
    let slope = simd.mul_add(number(simd, 3.0 * 0.044_715), square, one);
    let slope = simd.mul(scale, slope);
    let twice = simd.mul(simd.mul(scale, x), simd.mul_add(cubic, square, one));
    (math::Sigmoid::lanes(simd, twice), slope)
}

pointwise! {
    /// The Gaussian error linear unit in its tanh form ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), PyTorch's `GELU` with
    /// `approximate="tanh"`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert!((gelu_tanh(1.0_f64) - 0.5 * (1.0 + 0.682_384)).abs() < 1e-6); // tanh(0.797885 · 1.044715)
    /// ```
    GeluTanh, gelu_tanh;
    paper "y = ½ x ⊙ (1 + tanh u), u = √(2/π) (x + 0.044715 x³)",
        "∇x = δ ⊙ (½ (1 + t) + ½ x ⊙ (1 − t²) ⊙ u′), t = tanh u",
        "ẏ = (½ (1 + t) + ½ x ⊙ (1 − t²) ⊙ u′) ⊙ ẋ";
    weights HeNormal;
    value |x| times(x, T::from_f64(0.5) * (T::one() + inner(x).0.tanh()));
    lanes |simd, x| times_lanes(simd, x, sigmoid_lanes(simd, x).0);
    from Input |x| {
        let half = T::from_f64(0.5);
        let (u, slope) = inner(x);
        let t = u.tanh();
        half * (T::one() + t) + times(half * x * slope, T::one() - t * t)
    };
    lanes |simd, x| {
        // Beyond ±30, σ is 0 or 1 in both formats, and u overflows in time.
        let x = simd.max(number(simd, -30.0), simd.min(number(simd, 30.0), x));
        let (s, slope) = sigmoid_lanes(simd, x);
        let bend = simd.mul(simd.mul_sub_from(s, s, s), slope);
        simd.mul_add(x, bend, s)
    };
}
