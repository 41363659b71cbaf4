//! The cosine.

use super::register::sign_and_magnitude;
use super::{Elementary, Format, sin};
use crate::Element;
use crate::kernel::Simd;

/// cos x.
///
/// It is the sine of |x| + π/2, which moves [`Sin`](super::Sin) on by a quadrant.
///
/// Error: at most 2.40 ULP in `f32`, 2.18 in `f64`.
///
/// ```
/// use typograd::kernel::math::{Cos, map};
///
/// let mut x = [0.0, 0.5_f64, f64::INFINITY];
/// map::<Cos, _>(&mut x);
/// assert_eq!(x[0], 1.0);
/// assert!((x[1] - 0.877_582_561_890_373).abs() < 1e-15);
/// assert!(x[2].is_nan());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Cos;

impl Elementary for Cos {
    #[inline]
    fn scalar<T: Element>(x: T) -> T {
        x.cos()
    }

    #[inline(always)]
    fn vector<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        let magnitude = sign_and_magnitude(simd, x).1;
        let y = sin::ahead(simd, magnitude, 1);
        sin::rescue::<Self, T, S>(simd, x, y)
    }
}
