//! Instruction sets: one file each behind one trait, and the choice of the best.
//!
//! A new instruction set is one new file and one line in `instruction_sets!`.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod portable;

pub use portable::Portable;

/// A vector unit for elements of type `T`.
///
/// A value of an implementing type is the proof that the machine has the instructions: it is made by detection alone,
/// and so the methods on registers are safe.
///
/// [`Kernel`] has an example of its use.
///
/// # Safety
///
/// `load` and `store` reach `LANES` elements and no more, and `load_part` and `store_part` the first `count`: kernels
/// rely on it. `LANES` is at least 1 and at most 64.
pub unsafe trait Simd<T: Copy>: Copy + 'static {
    /// A register full of elements.
    type Vector: Copy;
    /// How many elements a register holds.
    const LANES: usize;
    /// How many registers there are: what decides how much of a product is summed at once.
    const REGISTERS: usize;

    /// All lanes `x`.
    fn splat(self, x: T) -> Self::Vector;
    /// `a + b`.
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a · b`.
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a · b + c`, in one rounding where the hardware has it.
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// The sum of all lanes.
    fn sum(self, a: Self::Vector) -> T;

    /// Reads `LANES` elements.
    ///
    /// # Safety
    /// `from` is valid for reading `LANES` elements.
    unsafe fn load(self, from: *const T) -> Self::Vector;
    /// Reads `count` elements; the other lanes are zero.
    ///
    /// # Safety
    /// `from` is valid for reading `count` elements, and `count ≤ LANES`.
    unsafe fn load_part(self, from: *const T, count: usize) -> Self::Vector;
    /// Writes `LANES` elements.
    ///
    /// # Safety
    /// `to` is valid for writing `LANES` elements.
    unsafe fn store(self, to: *mut T, a: Self::Vector);
    /// Writes the first `count` lanes.
    ///
    /// # Safety
    /// `to` is valid for writing `count` elements, and `count ≤ LANES`.
    unsafe fn store_part(self, to: *mut T, a: Self::Vector, count: usize);
}

/// A computation that is written once for all instruction sets.
///
/// ```
/// use typograd::Element;
/// use typograd::kernel::{Kernel, Simd};
///
/// /// How many elements one instruction adds.
/// struct Lanes;
///
/// impl Kernel<f32> for Lanes {
///     type Output = f32;
///
///     #[inline(always)]
///     fn run<S: Simd<f32>>(self, simd: S) -> f32 {
///         simd.sum(simd.splat(1.0))
///     }
/// }
///
/// let lanes = f32::dispatch(Lanes);
/// assert!([4.0, 8.0, 16.0].contains(&lanes));
/// ```
pub trait Kernel<T: Copy> {
    /// What it returns.
    type Output;

    /// Does the work. Mark the implementation `#[inline(always)]`: it is compiled once for each instruction set, with
    /// that set's features enabled, and only what is inlined into that function may use them.
    fn run<S: Simd<T>>(self, simd: S) -> Self::Output;
}

/// An instruction set that may or may not be there.
trait InstructionSet: Sized {
    /// The proof that it is, or `None`.
    fn detect() -> Option<Self>;
}

/// Runs a kernel on plain Rust, for any element type. Where there is something better, it is not wanted in the way.
#[inline(never)]
pub(crate) fn portable<T: crate::Element, K: Kernel<T>>(kernel: K) -> K::Output {
    kernel.run(Portable)
}

/// The instruction sets in order of preference.
macro_rules! instruction_sets {
    ($($(#[$cfg:meta])* $set:path),*) => {
        /// Runs a kernel on the best instruction set this machine has for `f32`.
        #[inline]
        pub(crate) fn best_f32<K: Kernel<f32>>(kernel: K) -> K::Output {
            $($(#[$cfg])* if let Some(set) = <$set as InstructionSet>::detect() {
                return set.run(kernel);
            })*
            portable(kernel)
        }

        /// Runs a kernel on the best instruction set this machine has for `f64`.
        #[inline]
        pub(crate) fn best_f64<K: Kernel<f64>>(kernel: K) -> K::Output {
            $($(#[$cfg])* if let Some(set) = <$set as InstructionSet>::detect() {
                return set.run(kernel);
            })*
            portable(kernel)
        }
    };
}

instruction_sets! {
    #[cfg(target_arch = "x86_64")]
    avx2::Avx2
}
