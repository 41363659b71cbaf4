//! The error function.

use core::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, SQRT_2};

use super::register::{number, polynomial, sign_and_magnitude};
use super::{Elementary, Format, tail};
use crate::Element;
use crate::kernel::Simd;

/// The error function erf x = 2/√π ∫₀ˣ exp(−t²) dt.
///
/// Up to ¾ it is x + x p(x²); beyond, 1 less the tail of a normal distribution.
///
/// Error: at most 1.99 ULP in `f32`, 1.73 in `f64`.
///
/// ```
/// use typograd::kernel::math::{Erf, map};
///
/// let mut x = [-0.0_f64, 1.0, -7.0];
/// map::<Erf, _>(&mut x);
/// assert!((x[1] - 0.842_700_792_949_714_9).abs() < 1e-15); // Abramowitz and Stegun, table 7.1
/// assert_eq!((x[0], x[2]), (-0.0, -1.0));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Erf;

#[derive(Debug)]
pub struct Constants<T: 'static> {
    /// erf(x) / x − 1 in x², for x up to ¾.
    quotient: &'static [T],
}

/// The quotient's error is 2^−29.4 of erf x.
pub(super) const F32: Constants<f32> = Constants {
    quotient: &[
        0.128_379_17,
        -0.376_126_2,
        0.112_833_77,
        -0.026_834_626,
        0.005_114_346_7,
        -0.000_674_951_3,
    ],
};

/// The quotient's error is 2^−60.2 of erf x.
pub(super) const F64: Constants<f64> = Constants {
    quotient: &[
        0.128_379_167_095_512_6,
        -0.376_126_389_031_837_15,
        0.112_837_916_709_524_81,
        -0.026_866_170_644_402_52,
        0.005_223_977_615_122_667_5,
        -0.000_854_832_616_911_241_3,
        0.000_120_552_887_779_953_71,
        -1.492_417_665_575_637_5e-5,
        1.643_038_849_641_192_7e-6,
        -1.593_760_242_348_617_4e-7,
        1.146_376_667_898_812_8e-8,
    ],
};

impl Elementary for Erf {
    #[inline]
    fn scalar<T: Element>(x: T) -> T {
        let half = T::from_f64(0.5);
        if x.abs() < half {
            // 1 − erfc x would cancel: the series 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)).
            let (mut term, mut sum, mut n) = (x, x, T::zero());
            while term.abs() > sum.abs() * T::epsilon() {
                n += T::one();
                term *= -x * x / n;
                sum += term / (n + n + T::one());
            }
            T::from_f64(FRAC_2_SQRT_PI) * sum
        } else {
            (T::one() - x.abs().erfc()) * x.signum()
        }
    }

    #[inline(always)]
    fn vector<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        let (sign, x) = sign_and_magnitude(simd, x);
        let quotient = polynomial(simd, simd.mul(x, x), T::ERF.quotient);
        let near = simd.mul_add(x, quotient, x);

        // erfc x = 2 φ(z) M(z) for z = √2 x; from 7 on, erf is 1 in both formats.
        let gaussian = tail::gaussian(simd, x, 1.0);
        let ratio = simd.mul(number(simd, SQRT_2), tail::mills(simd, x, FRAC_1_SQRT_2));
        let vanished = simd.less(number(simd, 7.0), x);
        let erfc = gaussian.scale_down(simd, simd.mul(ratio, gaussian.power(simd)), vanished);
        let far = simd.sub(simd.splat(T::one()), erfc);

        let is_near = simd.less(x, number(simd, 0.75));
        simd.or(simd.select(is_near, near, far), sign)
    }
}
