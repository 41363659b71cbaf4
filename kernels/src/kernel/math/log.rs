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
/// Error: at most 0.87 ULP in `f32`, 0.81 in `f64`.
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
    /// How ln(1 + f) is computed, for 1 + f between √½ and √2.
    near_one: NearOne<T>,
}

/// What ln(1 + f) is beyond f − ½ f².
#[derive(Debug)]
enum NearOne<T: 'static> {
    /// f³ p(f). A short polynomial is faster than a division.
    Polynomial(&'static [T]),
    /// s (½ f² + z p(z)) with s = f / (2 + f) and z = s²: the series of ln((1 + s) / (1 − s)). A division is faster than a
    /// long polynomial.
    Quotient(&'static [T]),
}

/// The polynomial's error is 2^−27.4 of ln(1 + f).
pub(super) const F32: Constants<f32> = Constants {
    ln_2: [0.693_145_75, 1.428_606_8e-6],
    near_one: NearOne::Polynomial(&[
        0.333_333_3,
        -0.250_008_22,
        0.200_012_27,
        -0.166_233_55,
        0.142_017_63,
        -0.131_602_05,
        0.127_615_51,
        -0.076_344_01,
    ]),
};

/// The series' error is 2^−59.5 of ln(1 + f).
pub(super) const F64: Constants<f64> = Constants {
    ln_2: [0.693_147_180_560_117_7, -1.723_944_452_561_483_5e-13],
    near_one: NearOne::Quotient(&[
        0.666_666_666_666_673_4,
        0.399_999_999_994_147_2,
        0.285_714_287_423_787_8,
        0.222_221_985_739_816_72,
        0.181_835_642_917_403_15,
        0.153_140_512_465_476_3,
        0.147_959_445_134_943_13,
    ]),
};

/// k ln 2 + ln(1 + f), for 1 + f between √½ and √2.
#[inline(always)]
pub(super) fn near_one<T: Format, S: Simd<T>>(simd: S, k: S::Vector, f: S::Vector) -> S::Vector {
    let [high, low] = T::LOG.ln_2.map(
        #[inline(always)]
        |part| simd.splat(part),
    );
    let square = simd.mul(f, f);
    let half_square = simd.mul(number(simd, 0.5), square);
    let cubic = match T::LOG.near_one {
        NearOne::Polynomial(p) => simd.mul(simd.mul(square, f), polynomial(simd, f, p)),
        NearOne::Quotient(p) => {
            let s = simd.div(f, simd.add(f, number(simd, 2.0)));
            let z = simd.mul(s, s);
            let series = simd.mul_add(z, polynomial(simd, z, p), half_square);
            simd.mul(s, series)
        }
    };
    // From the smallest term to the largest.
    let rest = simd.sub(simd.mul_add(k, low, cubic), half_square);
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
