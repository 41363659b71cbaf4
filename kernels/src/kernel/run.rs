//! Who runs a kernel: the choice of the instruction set, or one who has chosen already.

use super::{Kernel, Simd};
use crate::Element;

/// What a kernel is handed to.
///
/// A network whose layers are small spends as much time on choosing an instruction set for each step as on the step: it
/// chooses once, and its layers run their kernels [`On`] that set.
#[doc(hidden)]
pub trait Run: Copy {
    /// Runs the kernel.
    fn run<T: Element, K: Kernel<T>>(self, kernel: K) -> K::Output;
}

/// The best instruction set there is is chosen for each kernel.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Dispatched;

impl Run for Dispatched {
    #[inline(always)]
    fn run<T: Element, K: Kernel<T>>(self, kernel: K) -> K::Output {
        T::dispatch(kernel)
    }
}

/// A set that has been chosen: kernels are inlined into the [`Program`](super::Program) that runs.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct On<Z>(pub Z);

impl<Z: Simd<f32> + Simd<f64>> Run for On<Z> {
    #[inline(always)]
    fn run<T: Element, K: Kernel<T>>(self, kernel: K) -> K::Output {
        T::run_on(self.0, kernel)
    }
}
