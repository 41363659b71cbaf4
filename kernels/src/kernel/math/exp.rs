//! The exponential function.

use core::f64::consts::LOG2_E;

use super::register::{half_range, number, polynomial, power_of_two, rounder};
use super::{Elementary, Format};
use crate::Element;
use crate::kernel::Simd;

/// eˣ.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2, and eˣ = 2ⁿ eʳ. Results too small for a normal number are rounded to a subnormal
/// one, and once only.
///
/// Error: at most 0.99 ULP in `f32`, 0.97 in `f64`.
///
/// ```
/// use typograd::kernel::math::{Exp, map};
///
/// let mut x = [0.0_f32, 1.0, f32::NEG_INFINITY, 89.0];
/// map::<Exp, _>(&mut x);
/// assert_eq!(x, [1.0, core::f32::consts::E, 0.0, f32::INFINITY]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Exp;

#[derive(Debug)]
pub struct Constants<T: 'static> {
    /// ln 2 in two parts: n times the first is exact.
    ln_2: [T; 2],
    /// (eʳ − 1 − r) / r² for |r| ≤ ½ ln 2.
    quotient: &'static [T],
    /// Below the first, eˣ is 0; above the second, ∞.
    pub(super) range: [T; 2],
}

/// The quotient's error is 2^−31.8 of eʳ − 1.
pub(super) const F32: Constants<f32> = Constants {
    ln_2: [0.693_145_75, 1.428_606_8e-6],
    quotient: &[
        0.5,
        0.166_666_67,
        0.041_666_325,
        0.008_333_22,
        0.001_394_321_2,
        0.000_199_623_06,
    ],
    range: [-104.0, 89.0],
};

/// The quotient's error is 2^−58.3 of eʳ − 1.
pub(super) const F64: Constants<f64> = Constants {
    ln_2: [0.693_147_180_560_117_7, -1.723_944_452_561_483_5e-13],
    quotient: &[
        0.500_000_000_000_000_1,
        0.166_666_666_666_666_7,
        0.041_666_666_666_652_24,
        0.008_333_333_333_326_134,
        0.001_388_888_889_562_030_2,
        0.000_198_412_698_748_340_98,
        2.480_157_449_543_891e-5,
        2.755_725_537_429_972_5e-6,
        2.756_796_147_920_798e-7,
        2.510_523_064_093_272_4e-8,
        1.767_771_644_599_049e-9,
    ],
    range: [-746.0, 710.0],
};

/// x = n ln 2 + r.
pub(super) struct Reduced<V> {
    pub(super) r: V,
    /// A number whose lowest bits are n.
    n: V,
}

/// Reduces `x + rest`, where `rest` is small.
#[inline(always)]
pub(super) fn reduce<T: Format, S: Simd<T>>(
    simd: S,
    x: S::Vector,
    rest: Option<S::Vector>,
) -> Reduced<S::Vector> {
    let rounder = simd.splat(rounder::<T>());
    let whole = rest.map_or(
        x,
        #[inline(always)]
        |rest| simd.add(x, rest),
    );
    let low = simd.mul_add(whole, number(simd, LOG2_E), rounder);
    let n = simd.sub(low, rounder);
    let [high_part, low_part] = T::EXP.ln_2.map(
        #[inline(always)]
        |part| simd.splat(part),
    );
    let r = simd.mul_sub_from(n, high_part, x);
    let r = rest.map_or(
        r,
        #[inline(always)]
        |rest| simd.add(r, rest),
    );
    Reduced {
        r: simd.mul_sub_from(n, low_part, r),
        n: low,
    }
}

impl<V: Copy> Reduced<V> {
    /// eʳ − 1.
    #[inline(always)]
    pub(super) fn power_less_one<T: Format, S: Simd<T, Vector = V>>(&self, simd: S) -> V {
        let quotient = polynomial(simd, self.r, T::EXP.quotient);
        simd.mul_add(simd.mul(self.r, self.r), quotient, self.r)
    }

    /// eʳ.
    #[inline(always)]
    pub(super) fn power<T: Format, S: Simd<T, Vector = V>>(&self, simd: S) -> V {
        simd.add(self.power_less_one(simd), simd.splat(T::one()))
    }

    /// `one` · 2ⁿ, for a power of two and n for which it is a normal number.
    #[inline(always)]
    pub(super) fn scale_of<T: Format, S: Simd<T, Vector = V>>(&self, simd: S, one: V) -> V {
        simd.integer_add(simd.shift_left(self.n, T::MANTISSA), one)
    }

    /// y · 2ⁿ, rounded once, for n that is not positive; and 0 where it has `vanished`.
    ///
    /// To find that 0 by multiplying is slow, where processors underflow in microcode.
    #[inline(always)]
    pub(super) fn scale_down<T: Format, S: Simd<T, Vector = V>>(
        &self,
        simd: S,
        y: V,
        vanished: S::Mask,
    ) -> V {
        let half = half_range::<T>();
        let first = self.scale_of(simd, simd.splat(power_of_two::<T>(half)));
        let y = simd.select(vanished, simd.splat(T::zero()), simd.mul(y, first));
        simd.mul(y, simd.splat(power_of_two::<T>(-half)))
    }
}

/// eˣ for x that is not positive.
#[inline(always)]
pub(super) fn of_negative<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
    let reduced = reduce(simd, x, None);
    let vanished = simd.less(x, simd.splat(T::EXP.range[0]));
    reduced.scale_down(simd, reduced.power(simd), vanished)
}

impl Elementary for Exp {
    #[inline]
    fn scalar<T: Element>(x: T) -> T {
        x.exp()
    }

    #[inline(always)]
    fn vector<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        let [lowest, highest] = T::EXP.range;
        // In this order of arguments, NaN stays.
        let x = simd.min(simd.splat(highest), x);
        let reduced = reduce(simd, x, None);
        // As in `scale_down`, or up, as the sign of x says.
        let half = half_range::<T>();
        let up = simd.splat(power_of_two::<T>(half));
        let down = simd.splat(power_of_two::<T>(-half));
        let (zero, lowest) = (simd.splat(T::zero()), simd.splat(lowest));
        let is_small = simd.less(x, zero);
        let first = reduced.scale_of(simd, simd.select(is_small, up, down));
        let y = simd.mul(reduced.power(simd), first);
        let y = simd.select(simd.less(x, lowest), zero, y);
        simd.mul(y, simd.select(is_small, down, up))
    }
}
