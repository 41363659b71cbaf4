//! Mish.

use super::pointwise;
use super::silu::{times, times_lanes};
use super::{Pointwise, Sigmoid, Softplus};
use crate::Element;
use crate::kernel::Simd;
use crate::kernel::math::{Exp, Function, number};

pointwise! {
    /// Mish x tanh(softplus(x)) (Misra, 2019).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let square = (1.0 + core::f64::consts::E).powi(2);
    /// assert!((mish(1.0_f64) - (square - 1.0) / (square + 1.0)).abs() < 1e-14); // tanh(ln(1 + e))
    /// ```
    Mish, mish;
    paper "y = x ⊙ tanh(softplus(x))", "∇x = δ ⊙ (t + x ⊙ (1 − t²) ⊙ σ(x)), t = tanh(softplus(x))", "ẏ = (t + x ⊙ (1 − t²) ⊙ σ(x)) ⊙ ẋ";
    weights HeNormal;
    value |x| times(x, Softplus::value(x).tanh());
    lanes |simd, x| times_lanes(simd, x, tanh_softplus(simd, simd.min(number(simd, FAR), x)).0);
    from Input |x| {
        let t = Softplus::value(x).tanh();
        t + times(x, (T::one() - t * t) * Sigmoid::value(x))
    };
    lanes |simd, x| {
        let x = simd.min(number(simd, FAR), x);
        let (t, slope) = tanh_softplus(simd, x);
        simd.add(t, times_lanes(simd, x, slope))
    };
}

/// tanh(softplus(x)) and its derivative, for each lane; x is not beyond [`FAR`].
///
/// With n = eˣ and w = n (n + 2), the former is w / (w + 2) and the latter 4 n (n + 1) / (w + 2)².
#[inline(always)]
fn tanh_softplus<T: Element, S: Simd<T>>(simd: S, x: S::Vector) -> (S::Vector, S::Vector) {
    let two = number(simd, 2.0);
    let n = Exp::lanes(simd, x);
    let w = simd.mul(n, simd.add(n, two));
    let inverse = simd.div(simd.splat(T::one()), simd.add(w, two));
    let fourfold = simd.mul(number(simd, 4.0), simd.mul_add(n, n, n));
    let slope = simd.mul(simd.mul(fourfold, inverse), inverse);
    (simd.mul(w, inverse), slope)
}

/// The tanh is 1 from here on in both formats, and the slope nothing beside it; n² does not overflow yet.
const FAR: f64 = 25.0;
