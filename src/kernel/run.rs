//! Who runs a kernel: the choice of the instruction set, or one who has chosen already.

use super::{Kernel, Simd};
use crate::Element;

/// What a kernel is handed to.
///
/// A network whose layers are small spends as much time on choosing an instruction set for each step as on the step: it
/// chooses once, and its layers run their kernels [`On`] that set.
///
/// ```
/// use typograd::kernel::{Dispatched, Kernel, On, Run, Simd};
///
/// struct Sum(f32);
///
/// impl Kernel<f32> for Sum {
///     type Output = f32;
///
///     #[inline(always)]
///     fn run<S: Simd<f32>>(self, simd: S) -> f32 {
///         simd.sum(simd.splat(self.0))
///     }
/// }
///
/// struct Twice;
///
/// impl Kernel<f32> for Twice {
///     type Output = f32;
///
///     #[inline(always)]
///     fn run<S: Simd<f32>>(self, simd: S) -> f32 {
///         On(simd).run(Sum(1.0)) + On(simd).run(Sum(1.0))
///     }
/// }
///
/// assert_eq!(Dispatched.run(Twice), 2.0 * Dispatched.run(Sum(1.0)));
/// ```
pub trait Run<T: Element>: Copy {
    /// Runs the kernel.
    fn run<K: Kernel<T>>(self, kernel: K) -> K::Output;
}

/// The best instruction set there is is chosen for each kernel.
#[derive(Clone, Copy, Debug)]
pub struct Dispatched;

impl<T: Element> Run<T> for Dispatched {
    #[inline(always)]
    fn run<K: Kernel<T>>(self, kernel: K) -> K::Output {
        T::dispatch(kernel)
    }
}

/// A set that has been chosen: kernels are inlined into the one that runs.
#[derive(Clone, Copy, Debug)]
pub struct On<S>(pub S);

impl<T: Element, S: Simd<T>> Run<T> for On<S> {
    #[inline(always)]
    fn run<K: Kernel<T>>(self, kernel: K) -> K::Output {
        kernel.run(self.0)
    }
}
