//! The sine, and what it shares with the cosine.

use core::f64::consts::FRAC_2_PI;

use super::register::{bits, number, polynomial, rounder, sign_and_magnitude};
use super::{Elementary, Format};
use crate::Element;
use crate::kernel::{MOST_LANES, Simd};

/// sin x.
///
/// |x| = n π/2 + r with |r| ≤ π/4 (Cody and Waite, 1980), and sin x is ±sin r or ±cos r. Beyond 3,000 (`f32`) or a million
/// (`f64`), the scalar function takes over.
///
/// Error: at most 2.45 ULP in `f32`, 2.22 in `f64`.
///
/// ```
/// use typograd::kernel::math::{Sin, map};
///
/// let mut x = [-0.0, 0.5_f64, 1e22];
/// map::<Sin, _>(&mut x);
/// assert!((x[1] - 0.479_425_538_604_203).abs() < 1e-15);
/// assert!((x[2] - -0.852_200_849_767_188_8).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sin;

#[derive(Debug)]
pub struct Constants<T: 'static> {
    /// π/2 in four parts: n times the first three is exact, up to the limit.
    half_pi: [T; 4],
    /// Up to where the parts of π/2 are enough.
    limit: T,
    /// (sin r − r) / r³ in r².
    sin: &'static [T],
    /// (cos r − 1 + ½ r²) / r⁴ in r².
    cos: &'static [T],
}

/// The errors are 2^−28.1 of sin r and 2^−33.0 of cos r.
pub(super) const F32: Constants<f32> = Constants {
    half_pi: [1.570_800_8, -4.454_516e-6, 6.076_561_5e-11, 5.390_303e-15],
    limit: 3e3,
    sin: &[-0.166_666_55, 0.008_332_178, -0.000_195_172_4],
    cos: &[0.041_666_646, -0.001_388_731_5, 2.443_309_1e-5],
};

/// The errors are 2^−58.0 of sin r and 2^−64.0 of cos r.
pub(super) const F64: Constants<f64> = Constants {
    half_pi: [
        1.570_796_326_734_125_6,
        6.077_100_506_303_966e-11,
        2.022_266_248_711_166_5e-21,
        8.478_427_660_368_9e-32,
    ],
    limit: 1e6,
    sin: &[
        -0.166_666_666_666_666_32,
        0.008_333_333_333_322_415,
        -0.000_198_412_698_298_085_04,
        2.755_731_369_214_97e-6,
        -2.505_075_814_881_726e-8,
        1.589_679_741_300_707_7e-10,
    ],
    cos: &[
        0.041_666_666_666_666_595,
        -0.001_388_888_888_887_304_3,
        2.480_158_728_884_292_5e-5,
        -2.755_731_417_661_933e-7,
        2.087_570_046_059_561e-9,
        -1.135_851_594_730_990_6e-11,
    ],
};

/// The sine of x + `ahead` · π/2, for x that is not negative.
#[inline(always)]
pub(super) fn ahead<T: Format, S: Simd<T>>(simd: S, x: S::Vector, ahead: u64) -> S::Vector {
    let rounder = simd.splat(rounder::<T>());
    let low = simd.mul_add(x, number(simd, FRAC_2_PI), rounder);
    let n = simd.sub(low, rounder);
    let mut r = x;
    for part in T::SIN.half_pi {
        r = simd.mul_sub_from(n, simd.splat(part), r);
    }
    let square = simd.mul(r, r);
    let sin = polynomial(simd, square, T::SIN.sin);
    let sin = simd.mul_add(simd.mul(square, r), sin, r);
    let cos = polynomial(simd, square, T::SIN.cos);
    let near_one = simd.mul_sub_from(number(simd, 0.5), square, simd.splat(T::one()));
    let cos = simd.mul_add(simd.mul(square, square), cos, near_one);

    // The lowest bit of the quadrant chooses, the next is the sign; moved to where it is, the first makes 2, or 0.
    let quadrant = simd.integer_add(low, bits(simd, ahead));
    let lowest = simd.and(quadrant, bits(simd, 1));
    let two = simd.shift_left(lowest, T::WIDTH - 2);
    let y = simd.select(simd.less(simd.splat(T::zero()), two), cos, sin);
    let next = simd.and(quadrant, bits(simd, 2));
    simd.xor(y, simd.shift_left(next, T::WIDTH - 2))
}

/// y where |x| is within the limit, and elsewhere what the scalar function says.
#[inline(always)]
pub(super) fn rescue<F: Elementary, T: Format, S: Simd<T>>(
    simd: S,
    x: S::Vector,
    y: S::Vector,
) -> S::Vector {
    let magnitude = sign_and_magnitude(simd, x).1;
    if !simd.any(simd.less(simd.splat(T::SIN.limit), magnitude)) {
        return y;
    }
    let mut numbers = [[T::zero(); MOST_LANES]; 2];
    // SAFETY: there are at most `MOST_LANES` lanes.
    unsafe {
        simd.store(numbers[0].as_mut_ptr(), x);
        simd.store(numbers[1].as_mut_ptr(), y);
    }
    rescue_numbers::<F, T>(&mut numbers, S::LANES);
    // SAFETY: as above.
    unsafe { simd.load(numbers[1].as_ptr()) }
}

#[cold]
#[inline(never)]
fn rescue_numbers<F: Elementary, T: Format>([x, y]: &mut [[T; MOST_LANES]; 2], lanes: usize) {
    for (x, y) in x.iter().zip(y).take(lanes) {
        if x.abs() > T::SIN.limit {
            *y = F::scalar(*x);
        }
    }
}

impl Elementary for Sin {
    #[inline]
    fn scalar<T: Element>(x: T) -> T {
        x.sin()
    }

    #[inline(always)]
    fn vector<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        let (sign, magnitude) = sign_and_magnitude(simd, x);
        let y = simd.xor(ahead(simd, magnitude, 0), sign);
        rescue::<Self, T, S>(simd, x, y)
    }
}
