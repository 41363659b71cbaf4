//! The numbers tensors are made of.

use core::fmt::{Debug, Display, LowerExp};
use core::iter::Sum;
use core::ops::{AddAssign, DivAssign, MulAssign, SubAssign};

use num_traits::Float;

use crate::kernel::{Kernel, isa};
use crate::zeroed::Zeroed;

/// A real number: `f32`, the default of every type, or `f64`.
///
/// Your own number type may implement it too (one that counts operations, say): it then runs on the portable
/// kernels.
pub trait Element:
    Float
    + Zeroed
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + Sum
    + Default
    + Debug
    + Display
    + LowerExp
    + Send
    + Sync
    + 'static
{
    /// The nearest value of this type.
    fn from_f64(x: f64) -> Self;

    /// The value as `f64`.
    fn as_f64(self) -> f64;

    /// The complementary error function erfc(x) = 2/√π ∫ₓ^∞ exp(−t²) dt.
    fn erfc(self) -> Self {
        Self::from_f64(libm::erfc(self.as_f64()))
    }

    /// Runs a kernel on the best instruction set there is for this type.
    #[inline]
    fn dispatch<K: Kernel<Self>>(kernel: K) -> K::Output {
        isa::portable(kernel)
    }
}

impl Element for f32 {
    #[inline]
    #[allow(clippy::cast_possible_truncation)] // rounding to the nearest f32 is what is asked for
    fn from_f64(x: f64) -> Self {
        x as f32
    }

    #[inline]
    fn as_f64(self) -> f64 {
        f64::from(self)
    }

    #[inline]
    fn erfc(self) -> Self {
        libm::erfcf(self)
    }

    #[inline]
    fn dispatch<K: Kernel<Self>>(kernel: K) -> K::Output {
        isa::best_f32(kernel)
    }
}

impl Element for f64 {
    #[inline]
    fn from_f64(x: f64) -> Self {
        x
    }

    #[inline]
    fn as_f64(self) -> f64 {
        self
    }

    #[inline]
    fn dispatch<K: Kernel<Self>>(kernel: K) -> K::Output {
        isa::best_f64(kernel)
    }
}
