//! The logistic sigmoid.

use super::register::minus_magnitude;
use super::{Elementary, Format, exp};
use crate::Element;
use crate::kernel::Simd;

/// The logistic sigmoid σ(x) = 1 / (1 + e⁻ˣ).
///
/// It is e / (1 + e) below 0 and 1 / (1 + e) elsewhere, with e = e⁻ˡˣˡ, which cannot overflow.
///
/// Error: at most 2.41 ULP in `f32`, 1.94 in `f64`.
///
/// ```
/// use typograd::kernel::math::{Sigmoid, map};
///
/// let mut x = [0.0_f32, f32::NEG_INFINITY, 50.0];
/// map::<Sigmoid, _>(&mut x);
/// assert_eq!(x, [0.5, 0.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sigmoid;

impl Elementary for Sigmoid {
    #[inline]
    fn scalar<T: Element>(x: T) -> T {
        let e = (-x.abs()).exp();
        let above = if x < T::zero() { e } else { T::one() };
        above / (T::one() + e)
    }

    #[inline(always)]
    fn vector<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        let one = simd.splat(T::one());
        let e = exp::of_negative(simd, minus_magnitude(simd, x));
        let above = simd.select(simd.less(x, simd.splat(T::zero())), e, one);
        simd.div(above, simd.add(one, e))
    }
}
