//! What the functions share: polynomials, signs, and lanes one at a time.

use super::Format;
use crate::Element;
use crate::kernel::{MOST_LANES, Simd};

/// c₀ + c₁ x + c₂ x² + …, by Horner's rule: many registers are under way at once, so its latency is hidden.
#[inline(always)]
pub(super) fn polynomial<T: Format, S: Simd<T>>(
    simd: S,
    x: S::Vector,
    coefficients: &[T],
) -> S::Vector {
    let [rest @ .., last] = coefficients else {
        return simd.splat(T::zero());
    };
    let mut sum = simd.splat(*last);
    for c in rest.iter().rev() {
        sum = simd.mul_add(sum, x, simd.splat(*c));
    }
    sum
}

/// All lanes the number with these bits.
#[inline(always)]
pub(super) fn bits<T: Format, S: Simd<T>>(simd: S, bits: u64) -> S::Vector {
    simd.splat(T::from_pattern(bits))
}

/// All lanes the number that `f64` rounds to.
#[inline(always)]
pub fn number<T: Element, S: Simd<T>>(simd: S, x: f64) -> S::Vector {
    simd.splat(T::from_f64(x))
}

/// 2ⁿ.
#[inline(always)]
pub(super) fn power_of_two<T: Format>(n: i32) -> T {
    T::from_pattern(u64::from((T::BIAS + n).cast_unsigned()) << T::MANTISSA)
}

/// Half of the largest exponent: 2 to plus or minus this brings any number to where neither it nor its inverse overflows.
#[inline(always)]
pub(super) fn half_range<T: Format>() -> i32 {
    (T::BIAS + 1) / 2
}

/// What is added to the low bits of a number to round it to a whole one: 1.5 · 2ᵐ for m bits behind the point.
#[inline(always)]
pub(super) fn rounder<T: Format>() -> T {
    T::from_f64(1.5) * power_of_two::<T>(T::MANTISSA.cast_signed())
}

/// The sign bit of each lane, and the rest: |x|.
#[inline(always)]
pub(super) fn sign_and_magnitude<T: Format, S: Simd<T>>(
    simd: S,
    x: S::Vector,
) -> (S::Vector, S::Vector) {
    let sign = simd.and(x, bits(simd, 1 << (T::WIDTH - 1)));
    (sign, simd.xor(x, sign))
}

/// −|x|.
#[inline(always)]
pub(super) fn minus_magnitude<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
    simd.or(x, bits(simd, 1 << (T::WIDTH - 1)))
}

/// f of each lane, one at a time.
#[inline(always)]
pub fn each<T: Element, S: Simd<T>>(simd: S, x: S::Vector, f: impl Fn(T) -> T) -> S::Vector {
    let mut lanes = [T::zero(); MOST_LANES];
    // SAFETY: there are at most `MOST_LANES` lanes.
    unsafe { simd.store(lanes.as_mut_ptr(), x) };
    for lane in &mut lanes[..S::LANES] {
        *lane = f(*lane);
    }
    // SAFETY: as above.
    unsafe { simd.load(lanes.as_ptr()) }
}
