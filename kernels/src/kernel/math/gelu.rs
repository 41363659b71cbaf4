//! The Gaussian error linear unit, and its slope.

use core::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use super::register::{number, polynomial, sign_and_magnitude};
use super::{Elementary, Format, tail};
use crate::Element;
use crate::kernel::Simd;

/// φ(0) = 1 / √(2π).
const PEAK: f64 = 0.5 * FRAC_2_SQRT_PI * FRAC_1_SQRT_2;

/// The normal distribution's Φ(x) = ½ erfc(−x/√2).
fn cumulative<T: Element>(x: T) -> T {
    T::from_f64(0.5) * (-x * T::from_f64(FRAC_1_SQRT_2)).erfc()
}

/// x · factor, where a factor that has vanished wins over an infinite x.
fn weighed<T: Element>(x: T, factor: T) -> T {
    if factor.is_zero() {
        T::zero()
    } else {
        x * factor
    }
}

/// factor · φ(z) / φ(0).
#[inline(always)]
fn density<T: Format, S: Simd<T>>(simd: S, z: S::Vector, factor: S::Vector) -> S::Vector {
    let gaussian = tail::gaussian(simd, z, 0.5);
    let vanished = simd.less(simd.splat(T::TAIL.end), z);
    gaussian.scale_down(simd, simd.mul(factor, gaussian.power(simd)), vanished)
}

/// The Gaussian error linear unit x Φ(x), exact.
///
/// With z = |x| and Mills' ratio M = (1 − Φ) / φ, it is max(0, x) − z φ(z) M(z): nothing cancels in the far tail. Up to ⅝,
/// x (½ + x p(x²)) has fewer roundings.
///
/// Error: at most 3.96 ULP in `f32` and 4.2 in `f64`, in the far tail, too; 4.4 in `f64` without fused multiply-add.
///
/// ```
/// use typograd::kernel::math::{Gelu, map};
///
/// let mut x = [1.0_f64, 0.0, -1e3, 1e3];
/// map::<Gelu, _>(&mut x);
/// assert!((x[0] - 0.841_344_746_068_543).abs() < 1e-15); // Φ(1)
/// assert_eq!(x[1..], [0.0, 0.0, 1e3]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Gelu;

#[derive(Debug)]
pub struct Constants<T: 'static> {
    /// (Φ(x) − ½) / x in x², for x up to ⅝.
    centre: &'static [T],
}

/// The error is 2^−33.3 of x Φ(x).
pub(super) const F32: Constants<f32> = Constants {
    centre: &[
        0.398_942_3,
        -0.066_490_34,
        0.009_972_929,
        -0.001_183_618,
        0.000_105_773_004,
    ],
};

/// The error is 2^−62.1 of x Φ(x).
pub(super) const F64: Constants<f64> = Constants {
    centre: &[
        0.398_942_280_401_432_65,
        -0.066_490_380_066_905_02,
        0.009_973_557_010_018_548,
        -0.001_187_328_215_153_861_6,
        0.000_115_434_684_244_803_5,
        -9.444_635_673_875_252e-6,
        6.658_928_582_740_97e-7,
        -4.105_641_398_484_344_4e-8,
        2.063_677_306_184_608_6e-9,
    ],
};

impl Elementary for Gelu {
    #[inline]
    fn scalar<T: Element>(x: T) -> T {
        weighed(x, cumulative(x))
    }

    #[inline(always)]
    fn vector<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        let z = sign_and_magnitude(simd, x).1;
        let missing = density(simd, z, tail::weighed_mills(simd, z));
        let far = simd.sub(simd.max(simd.splat(T::zero()), x), missing);

        let square = simd.mul(x, x);
        let centre = polynomial(simd, square, T::GELU.centre);
        let near = simd.mul(x, simd.mul_add(x, centre, number(simd, 0.5)));
        simd.select(simd.less(z, number(simd, 0.625)), near, far)
    }
}

/// The slope Φ(x) + x φ(x) of the [`Gelu`].
///
/// It is φ(z) (M(z) − z) for negative x and 1 less that elsewhere, with z and M as there.
///
/// Error: at most 2.80 ULP of ½ in `f32` and 2.7 in `f64`, or of the slope where that is larger; 3.1 in `f64` without fused
/// multiply-add. The slope crosses 0 at −0.75, where terms of that size cancel.
///
/// ```
/// use typograd::kernel::math::{GeluSlope, map};
///
/// let mut x = [0.0_f64, -1e3, 1e3];
/// map::<GeluSlope, _>(&mut x);
/// assert!((x[0] - 0.5).abs() < 1e-15);
/// assert_eq!((x[1].abs(), x[2]), (0.0, 1.0));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GeluSlope;

impl Elementary for GeluSlope {
    #[inline]
    fn scalar<T: Element>(x: T) -> T {
        let density = T::from_f64(PEAK) * (T::from_f64(-0.5) * x * x).exp();
        cumulative(x) + weighed(x, density)
    }

    #[inline(always)]
    fn vector<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        let z = sign_and_magnitude(simd, x).1;
        let ratio = simd.mul_sub_from(number(simd, PEAK), z, tail::mills(simd, z, 1.0));
        let low = density(simd, z, ratio);
        let below = simd.less(x, simd.splat(T::zero()));
        simd.select(below, low, simd.sub(simd.splat(T::one()), low))
    }
}
