//! The sigmoid linear unit, or swish.

use super::pointwise;
use super::{Pointwise, Sigmoid};
use crate::Element;
use crate::kernel::Simd;
use crate::kernel::math::{self, Function};

pointwise! {
    /// The sigmoid linear unit x σ(x), also called swish (Elfwing et al., 2017).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let ln_3 = 3.0_f64.ln();
    /// assert!((silu(ln_3) - 0.75 * ln_3).abs() < 1e-15); // σ(ln 3) = ¾
    /// ```
    Silu, silu;
    paper "y = x ⊙ σ(x)", "∇x = δ ⊙ (σ(x) + x ⊙ σ(x) ⊙ (1 − σ(x)))", "ẏ = (σ(x) + x ⊙ σ(x) ⊙ (1 − σ(x))) ⊙ ẋ";
    weights HeNormal;
    value |x| times(x, Sigmoid::value(x));
    lanes |simd, x| times_lanes(simd, x, math::Sigmoid::lanes(simd, x));
    from Input |x| {
        let s = Sigmoid::value(x);
        s + times(x, s * (T::one() - s))
    };
    lanes |simd, x| {
        let s = math::Sigmoid::lanes(simd, x);
        let slope = simd.mul_sub_from(s, s, s);
        simd.add(s, times_lanes(simd, x, slope))
    };
}

/// x · factor, where a factor that has vanished wins over an infinite x.
#[inline(always)]
pub(super) fn times<T: Element>(x: T, factor: T) -> T {
    if factor.is_zero() {
        T::zero()
    } else {
        x * factor
    }
}

/// The same for each lane.
#[inline(always)]
pub(super) fn times_lanes<T: Element, S: Simd<T>>(
    simd: S,
    x: S::Vector,
    factor: S::Vector,
) -> S::Vector {
    let zero = simd.splat(T::zero());
    simd.select(simd.equal(factor, zero), zero, simd.mul(x, factor))
}
