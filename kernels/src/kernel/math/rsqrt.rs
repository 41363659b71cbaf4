//! The reciprocal square root.

use super::register::{half_range, power_of_two};
use super::{Elementary, Format};
use crate::Element;
use crate::kernel::Simd;

/// 1/√x; that of ±0 is ±∞, and below it is NaN.
///
/// It is the root of 1/x, since a root halves the error of what is under it. Estimates of the hardware are not the same
/// on all machines.
///
/// Error: at most 0.85 ULP in both.
///
/// ```
/// use typograd::kernel::math::{Rsqrt, map};
///
/// let mut x = [4.0_f32, 0.0, f32::INFINITY];
/// map::<Rsqrt, _>(&mut x);
/// assert_eq!(x, [0.5, f32::INFINITY, 0.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Rsqrt;

/// 2ⁿ.
#[inline(always)]
fn power<T: Format, S: Simd<T>>(simd: S, n: i32) -> S::Vector {
    simd.splat(power_of_two::<T>(n))
}

impl Elementary for Rsqrt {
    #[inline]
    fn scalar<T: Element>(x: T) -> T {
        x.sqrt().recip()
    }

    #[inline(always)]
    fn vector<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        let (zero, one) = (simd.splat(T::zero()), simd.splat(T::one()));
        let half = half_range::<T>();
        let (up, down) = (power(simd, half), power(simd, -half));
        let (back_up, back_down) = (power(simd, -half / 2), power(simd, half / 2));
        // 1/x of the scaled x is a normal number.
        let small = simd.less(x, one);
        let inverse = simd.div(one, simd.mul(x, simd.select(small, up, down)));
        let y = simd.mul(simd.sqrt(inverse), simd.select(small, back_down, back_up));
        // The inverse of −0 has no root, and that of −∞ is −0.
        let below = simd.select(simd.equal(x, zero), inverse, simd.splat(T::nan()));
        let above = simd.less(zero, x);
        simd.select(above, y, below)
    }
}
