//! Instruction sets: one file each behind one trait, and the choice of the best.
//!
//! A new instruction set is one new file, its `mod` line, and one line: in `instruction_sets!` if the machine must be asked
//! for it, in `baseline!` if every machine of the target has it.

mod unit;

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod choice;
#[cfg(target_arch = "x86_64")]
mod cores;
#[cfg(all(
    target_arch = "arm",
    target_os = "none",
    target_abi = "eabihf",
    not(target_has_atomic = "64")
))]
mod cortex_m;
#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
mod neon;
mod portable;
mod rows;
mod set;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod sse2;
mod table;

use core::marker::PhantomData;

pub use choice::instruction_set;
pub use portable::Portable;
pub(in crate::kernel) use rows::Rows;
pub(crate) use unit::MOST_LANES;
pub use unit::Simd;

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
trait InstructionSet: Copy {
    /// What it is called.
    const NAME: &'static str;

    /// Whether this machine has it: asked once under `std`, answered by the target's features without.
    #[allow(dead_code)] // where a target has its baseline alone
    fn is_there() -> bool;

    /// The proof that it is there.
    ///
    /// # Safety
    ///
    /// It is.
    unsafe fn assume() -> Self;

    /// Does some work in a function with the set's features enabled.
    fn enter<W: Within<Self>>(self, work: W) -> W::Output;

    /// The same, in a function that never becomes a part of another one.
    #[inline(always)]
    #[allow(dead_code)] // as above
    fn enter_alone<W: Within<Self>>(self, work: W) -> W::Output {
        self.enter(work)
    }

    /// Compiles a kernel with the set's features enabled, and runs it.
    #[inline(always)]
    fn run<T: Copy, K: Kernel<T>>(self, kernel: K) -> K::Output
    where
        Self: Simd<T>,
    {
        self.enter(One(kernel, PhantomData))
    }

    /// The same in a [function that stays one](Self::enter_alone).
    #[inline(always)]
    #[allow(dead_code)] // as above
    fn run_alone<T: Copy, K: Kernel<T>>(self, kernel: K) -> K::Output
    where
        Self: Simd<T>,
    {
        self.enter_alone(One(kernel, PhantomData))
    }

    /// The same for a program.
    #[inline(always)]
    #[allow(dead_code)] // as above
    fn run_all<P: Program>(self, program: P) -> P::Output
    where
        Self: Simd<f32> + Simd<f64>,
    {
        self.enter(All(program))
    }
}

/// Work on a set.
trait Within<Z> {
    type Output;

    fn within(self, set: Z) -> Self::Output;
}

/// A kernel is work on a set that has a vector unit for its elements.
struct One<T, K>(K, PhantomData<T>);

impl<T: Copy, Z: Simd<T>, K: Kernel<T>> Within<Z> for One<T, K> {
    type Output = K::Output;

    #[inline(always)]
    fn within(self, set: Z) -> K::Output {
        self.0.run(set)
    }
}

/// A program is work on a set that has all of them.
struct All<P>(P);

impl<Z: Simd<f32> + Simd<f64>, P: Program> Within<Z> for All<P> {
    type Output = P::Output;

    #[inline(always)]
    fn within(self, set: Z) -> P::Output {
        self.0.run(set)
    }
}

/// Kernels in a row, for elements of any type, on a set that is chosen once.
#[doc(hidden)]
pub trait Program {
    /// What it returns.
    type Output;

    /// Does the work; as [`Kernel::run`].
    fn run<Z: Simd<f32> + Simd<f64>>(self, set: Z) -> Self::Output;
}

choice::baseline! {
    #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
    neon::Neon;
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    simd128::Simd128;
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    sse2::Sse2;
}

choice::instruction_sets! {
    #[cfg(target_arch = "x86_64")]
    avx512::Avx512<true>;
    #[cfg(target_arch = "x86_64")]
    avx2::Avx2;
}

/// Runs a kernel on plain Rust, for any element type.
#[inline]
pub(crate) fn portable<T: crate::Element, K: Kernel<T>>(kernel: K) -> K::Output {
    InstructionSet::run(Portable, kernel)
}
