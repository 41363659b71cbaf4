//! The natural logarithm.

use core::f64::consts::FRAC_1_SQRT_2;

use super::register::{bits, number, polynomial, power_of_two};
use super::{Elementary, Format};
use crate::Element;
use crate::kernel::Simd;

/// The natural logarithm ln x; that of 0 is −∞, and below it is NaN.
///
/// x = 2ᵏ (1 + f) with 1 + f between √½ and √2, and ln x = k ln 2 + ln(1 + f).
///
/// ```
/// use typograd::kernel::math::{Log, map};
///
/// let mut x = [1.0_f32, core::f32::consts::E, 0.0, f32::INFINITY];
/// map::<Log, _>(&mut x);
/// assert_eq!(x, [0.0, 1.0, f32::NEG_INFINITY, f32::INFINITY]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Log;

#[derive(Debug)]
pub struct Constants<T: 'static> {
    /// ln 2 in two parts: k times the first is exact.
    ln_2: [T; 2],
    /// (ln(1 + f) − f + ½ f²) / f³ for 1 + f between √½ and √2.
    quotient: &'static [T],
}

/// The quotient's error is 2^−27.4 of ln(1 + f).
pub(super) const F32: Constants<f32> = Constants {
    ln_2: [0.693_145_75, 1.428_606_8e-6],
    quotient: &[
        0.333_333_3,
        -0.250_008_22,
        0.200_012_27,
        -0.166_233_55,
        0.142_017_63,
        -0.131_602_05,
        0.127_615_51,
        -0.076_344_01,
    ],
};

/// The quotient's error is 2^−56.6 of ln(1 + f).
pub(super) const F64: Constants<f64> = Constants {
    ln_2: [0.693_147_180_560_117_7, -1.723_944_452_561_483_5e-13],
    quotient: &[
        0.333_333_333_333_331_4,
        -0.249_999_999_999_879_76,
        0.200_000_000_000_665_98,
        -0.166_666_666_698_258_25,
        0.142_857_142_800_956_93,
        -0.124_999_996_914_559_15,
        0.111_111_111_473_165_41,
        -0.100_000_152_054_879_67,
        0.090_909_239_360_323_18,
        -0.083_329_135_627_862_75,
        0.076_915_297_605_383_07,
        -0.071_494_391_647_979_13,
        0.066_845_894_872_044_66,
        -0.061_966_814_473_649_566,
        0.056_683_774_869_308_96,
        -0.056_777_706_572_078_35,
        0.065_034_827_234_189_13,
        -0.059_817_266_002_936_59,
        0.026_151_184_299_274_478,
    ],
};

/// k ln 2 + ln(1 + f), for 1 + f between √½ and √2.
#[inline(always)]
pub(super) fn near_one<T: Format, S: Simd<T>>(simd: S, k: S::Vector, f: S::Vector) -> S::Vector {
    let [high, low] = T::LOG.ln_2.map(
        #[inline(always)]
        |part| simd.splat(part),
    );
    let square = simd.mul(f, f);
    let cubic = simd.mul(simd.mul(square, f), polynomial(simd, f, T::LOG.quotient));
    // From the smallest term to the largest.
    let rest = simd.mul_add(k, low, cubic);
    let rest = simd.mul_sub_from(number(simd, 0.5), square, rest);
    simd.mul_add(k, high, simd.add(f, rest))
}

impl Elementary for Log {
    #[inline]
    fn scalar<T: Element>(x: T) -> T {
        x.ln()
    }

    #[inline(always)]
    fn vector<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        let (zero, one) = (simd.splat(T::zero()), simd.splat(T::one()));
        let mantissa = T::MANTISSA.cast_signed();
        // Subnormal numbers have no exponent of their own.
        let small = simd.less(x, simd.splat(power_of_two::<T>(1 - T::BIAS)));
        let normal = simd.mul(x, simd.splat(power_of_two::<T>(mantissa)));
        let normal = simd.select(small, normal, x);

        // The bits of x, moved by so much that √½ would have those of 1: the exponent is that of 2ᵏ, and 1 + f lies as far
        // above √½ as what follows the exponent says.
        let (root, unit) = (T::from_f64(FRAC_1_SQRT_2).pattern(), T::one().pattern());
        let moved = simd.integer_add(normal, bits(simd, unit - root));
        let rest = simd.and(moved, bits(simd, (1 << T::MANTISSA) - 1));
        let f = simd.sub(simd.integer_add(rest, bits(simd, root)), one);
        // Behind the point of 2ᵐ there is no bit: the exponent, put there, is a whole number.
        let whole = power_of_two::<T>(mantissa);
        let exponent = simd.or(simd.shift_right(moved, T::MANTISSA), simd.splat(whole));
        let bias = whole + T::from_f64(f64::from(T::BIAS));
        let scaled = simd.splat(bias + T::from_f64(f64::from(mantissa)));
        let k = simd.sub(exponent, simd.select(small, scaled, simd.splat(bias)));
        let y = near_one(simd, k, f);

        let infinity = simd.splat(T::infinity());
        let y = simd.select(simd.less(x, infinity), y, x);
        let below = simd.select(
            simd.equal(x, zero),
            simd.splat(T::neg_infinity()),
            simd.splat(T::nan()),
        );
        simd.select(simd.less(zero, x), y, below)
    }
}
