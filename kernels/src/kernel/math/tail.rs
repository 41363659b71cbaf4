//! The tail of the normal distribution, of which erf and the GELU are made: 1 − Φ(z) = φ(z) M(z), with Mills' ratio M.

use super::Format;
use super::exp::{self, Reduced};
use super::register::{bits, number, polynomial};
use crate::kernel::Simd;

#[derive(Debug)]
pub struct Constants<T: 'static> {
    /// (z + c) M(z) / √(2π) in q = (z − c) / (z + c), for z from 0 to a little beyond `end`.
    ratio: &'static [T],
    /// The c of the ratio: about the middle of the range, as the polynomial sees it.
    centre: T,
    /// Where the range ends: φ is 0 from there on, even times z.
    pub(super) end: T,
}

/// The ratio's error is 2^−30.0 of M.
pub(super) const F32: Constants<f32> = Constants {
    ratio: &[
        0.729_083_7,
        -0.509_332,
        0.230_017_7,
        -0.047_262_687,
        -0.010_462_513,
        0.006_969_311_3,
        0.001_024_753_8,
        -0.001_032_573_2,
        -0.000_244_729_5,
        0.000_131_329_9,
        5.448_869_3e-5,
    ],
    centre: 3.0,
    end: 14.5,
};

/// The ratio's error is 2^−58.0 of M.
pub(super) const F64: Constants<f64> = Constants {
    ratio: &[
        0.777_351_771_893_362_2,
        -0.701_009_029_590_865_5,
        0.568_968_891_814_783_9,
        -0.413_903_585_775_590_33,
        0.267_974_245_841_640_2,
        -0.152_680_232_064_497_27,
        0.075_171_915_669_348_44,
        -0.030_985_315_507_520_934,
        0.010_029_820_635_070_642,
        -0.002_131_605_210_862_38,
        3.287_006_295_820_458e-5,
        0.000_181_360_420_574_454_15,
        -6.475_222_120_871_26e-5,
        1.075_592_013_909_285_7e-6,
        6.797_097_250_035_714e-6,
        -1.799_703_673_159_939_7e-6,
        -4.311_676_487_738_97e-7,
        3.103_412_569_332_21e-7,
        9.894_384_317_459_51e-9,
        -4.301_733_780_974_264e-8,
        8.251_334_102_548_71e-12,
        4.746_943_599_802_480_5e-9,
        7.022_496_704_174_677e-10,
    ],
    centre: 6.0,
    end: 38.625,
};

/// (z + c) M(z) / √(2π) for v = z / (z + c).
#[inline(always)]
fn ratio<T: Format, S: Simd<T>>(simd: S, v: S::Vector) -> S::Vector {
    let q = simd.sub(simd.add(v, v), simd.splat(T::one()));
    polynomial(simd, q, T::TAIL.ratio)
}

/// M(z) / √(2π) for z = x / `unit`, divided by `unit`; x is not negative.
#[inline(always)]
pub(super) fn mills<T: Format, S: Simd<T>>(simd: S, x: S::Vector, unit: f64) -> S::Vector {
    let sum = simd.add(x, simd.splat(T::TAIL.centre * T::from_f64(unit)));
    let inverse = simd.div(simd.splat(T::one()), sum);
    simd.mul(ratio(simd, simd.mul(x, inverse)), inverse)
}

/// z M(z) / √(2π), for z that is not negative.
#[inline(always)]
pub(super) fn weighed_mills<T: Format, S: Simd<T>>(simd: S, z: S::Vector) -> S::Vector {
    let v = simd.div(z, simd.add(z, simd.splat(T::TAIL.centre)));
    simd.mul(ratio(simd, v), v)
}

/// exp(−`factor` x²), as a power yet to be taken; `factor` is a power of two.
///
/// The error of a rounded x² would be that of the result many times over. So x² is h² + (x − h)(x + h), where h has
/// half of the digits of x, and its square no error.
#[inline(always)]
pub(super) fn gaussian<T: Format, S: Simd<T>>(
    simd: S,
    x: S::Vector,
    factor: f64,
) -> Reduced<S::Vector> {
    let dropped = T::MANTISSA / 2 + 1;
    let high = simd.and(x, bits(simd, u64::MAX << dropped));
    let factor = number(simd, -factor);
    let rest = simd.mul(simd.sub(x, high), simd.add(x, high));
    let square = simd.mul(factor, simd.mul(high, high));
    exp::reduce(simd, square, Some(simd.mul(factor, rest)))
}
