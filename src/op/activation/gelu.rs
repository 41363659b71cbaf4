//! The Gaussian error linear unit, exact and in its tanh form.

use core::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use super::pointwise;
use super::silu::times;
use crate::Element;

/// The normal distribution's Φ(x) = ½ erfc(−x/√2).
#[inline(always)]
fn cumulative<T: Element>(x: T) -> T {
    T::from_f64(0.5) * (-x * T::from_f64(FRAC_1_SQRT_2)).erfc()
}

/// The normal distribution's φ(x) = e^(−x²/2) / √(2π).
#[inline(always)]
fn density<T: Element>(x: T) -> T {
    T::from_f64(0.5 * FRAC_2_SQRT_PI * FRAC_1_SQRT_2) * (T::from_f64(-0.5) * x * x).exp()
}

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
    value |x| times(x, cumulative(x));
    from Input |x| cumulative(x) + times(x, density(x));
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
    from Input |x| {
        let half = T::from_f64(0.5);
        let (u, slope) = inner(x);
        let t = u.tanh();
        half * (T::one() + t) + times(half * x * slope, T::one() - t * t)
    };
}
