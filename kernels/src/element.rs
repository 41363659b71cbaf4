//! The numbers tensors are made of.

#![allow(clippy::inline_always)] // a function of lanes is compiled for an instruction set only where it is inlined

use core::fmt::{Debug, Display, LowerExp};
use core::iter::Sum;
use core::ops::{AddAssign, DivAssign, MulAssign, SubAssign};

use num_traits::Float;

use crate::kernel::math::{self, Elementary};
use crate::kernel::product::{Layout, Operands, of_all_sizes};
use crate::kernel::{Kernel, Simd, isa};
use crate::{StoredAs, Zeroed};

/// A real number: `f32`, the default of every type, or `f64`. Zero bytes are the number 0.
///
/// Your own number type may implement it too (one that counts operations, say): it then runs on the portable
/// kernels.
///
/// ```
/// use typograd::prelude::*;
///
/// fn celsius<T: Element>(fahrenheit: T) -> T {
///     (fahrenheit - T::from_f64(32.0)) / T::from_f64(1.8)
/// }
///
/// assert_eq!((celsius(212.0_f32), celsius(32.0_f64)), (100.0, 0.0));
/// ```
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
    /// What files call it: only numbers of the language have a name there.
    #[doc(hidden)]
    const STORED_AS: Option<StoredAs<Self>> = None;

    /// The nearest value of this type.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(f32::from_f64(0.1), 0.1_f32);
    /// assert_eq!(0.5_f32.as_f64(), 0.5);
    /// ```
    fn from_f64(x: f64) -> Self;

    /// The value as `f64`, to which `f32` and `f64` convert without loss.
    fn as_f64(self) -> f64;

    /// The complementary error function erfc(x) = 2/√π ∫ₓ^∞ exp(−t²) dt.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(0.0_f64.erfc(), 1.0);
    /// assert!((1.0_f64.erfc() - (1.0 - 0.842_700_792_9)).abs() < 1e-10); // 1 − erf 1, Abramowitz and Stegun, table 7.1
    /// ```
    fn erfc(self) -> Self {
        Self::from_f64(libm::erfc(self.as_f64()))
    }

    /// Whether there are functions of its registers: else those of a number are called one by one, and none for the parts of
    /// a register that hold nothing.
    #[doc(hidden)]
    const HAS_LANES: bool = false;

    /// The bits, in the low end; see [`from_pattern`](Element::from_pattern).
    #[doc(hidden)]
    #[inline]
    fn pattern(self) -> u64 {
        self.as_f64().to_bits()
    }

    /// The number with these bits; those beyond its width are dropped.
    #[doc(hidden)]
    #[inline]
    fn from_pattern(bits: u64) -> Self {
        Self::from_f64(f64::from_bits(bits))
    }

    /// Runs a kernel on the best instruction set there is for this type; [`Kernel`] has an example.
    #[inline]
    fn dispatch<K: Kernel<Self>>(kernel: K) -> K::Output {
        isa::portable(kernel)
    }

    /// Runs a kernel on an instruction set that was chosen before, if it has a vector unit for this type.
    #[doc(hidden)]
    #[inline(always)]
    fn run_on<Z: Simd<f32> + Simd<f64>, K: Kernel<Self>>(_set: Z, kernel: K) -> K::Output {
        Self::dispatch(kernel)
    }

    /// Products of all sizes: code that every program has once. That of the default type, and with the feature `f64` that of
    /// `f64`, is compiled with this crate (`compiled_here!`), and so once for all builds of a program; that of others, as all
    /// that is generic, with the program that asks for it.
    #[doc(hidden)]
    #[inline(never)]
    fn product_of_all_sizes(
        layout: Layout,
        sizes: (usize, usize, usize),
        operands: Operands<'_, Self>,
    ) {
        of_all_sizes(layout, sizes, operands);
    }

    /// A function of each lane: by the scalar one, where the bits of the type are not known.
    #[doc(hidden)]
    #[inline(always)]
    fn elementary<F: Elementary, S: Simd<Self>>(simd: S, x: S::Vector) -> S::Vector {
        math::each(simd, x, F::scalar)
    }
}

/// Products of all sizes in an implementation for one type: generic in nothing, they are compiled with this crate.
macro_rules! compiled_here {
    () => {
        #[inline(never)]
        fn product_of_all_sizes(
            layout: Layout,
            sizes: (usize, usize, usize),
            operands: Operands<'_, Self>,
        ) {
            of_all_sizes(layout, sizes, operands);
        }
    };
}

impl Element for f32 {
    compiled_here!();

    const HAS_LANES: bool = true;
    const STORED_AS: Option<StoredAs<Self>> = Some(StoredAs::F32);

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
    fn pattern(self) -> u64 {
        u64::from(self.to_bits())
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)] // as documented
    fn from_pattern(bits: u64) -> Self {
        Self::from_bits(bits as u32)
    }

    #[inline]
    fn dispatch<K: Kernel<Self>>(kernel: K) -> K::Output {
        isa::best_f32(kernel)
    }

    #[inline(always)]
    fn run_on<Z: Simd<f32> + Simd<f64>, K: Kernel<Self>>(set: Z, kernel: K) -> K::Output {
        kernel.run(set)
    }

    #[inline(always)]
    fn elementary<F: Elementary, S: Simd<Self>>(simd: S, x: S::Vector) -> S::Vector {
        F::vector(simd, x)
    }
}

impl Element for f64 {
    #[cfg(feature = "f64")]
    compiled_here!();

    const HAS_LANES: bool = true;
    const STORED_AS: Option<StoredAs<Self>> = Some(StoredAs::F64);

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

    #[inline(always)]
    fn run_on<Z: Simd<f32> + Simd<f64>, K: Kernel<Self>>(set: Z, kernel: K) -> K::Output {
        kernel.run(set)
    }

    #[inline(always)]
    fn elementary<F: Elementary, S: Simd<Self>>(simd: S, x: S::Vector) -> S::Vector {
        F::vector(simd, x)
    }
}
