//! Plain Rust: four elements at a time, for every target and every element type.

use super::Simd;
use crate::Element;

/// Four lanes of plain Rust. No fused multiply-add: without hardware for it, that is a slow library call.
///
/// ```
/// use typograd::kernel::{Portable, Simd};
///
/// assert_eq!(Portable.sum(Portable.splat(2.0_f32)), 8.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Portable;

#[inline(always)]
fn zip<T: Copy>(a: [T; 4], b: [T; 4], f: impl Fn(T, T) -> T) -> [T; 4] {
    [f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2]), f(a[3], b[3])]
}

// SAFETY: four lanes, and each access as far as it says.
unsafe impl<T: Element> Simd<T> for Portable {
    type Vector = [T; 4];
    const LANES: usize = 4;
    // Where there is no vector unit, four lanes are four registers: small tiles, and small code.
    const REGISTERS: usize = 8;

    #[inline(always)]
    fn splat(self, x: T) -> [T; 4] {
        [x; 4]
    }

    #[inline(always)]
    fn add(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| a + b)
    }

    #[inline(always)]
    fn mul(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| a * b)
    }

    #[inline(always)]
    fn mul_add(self, a: [T; 4], b: [T; 4], c: [T; 4]) -> [T; 4] {
        self.add(self.mul(a, b), c)
    }

    #[inline(always)]
    fn sum(self, a: [T; 4]) -> T {
        (a[0] + a[1]) + (a[2] + a[3])
    }

    #[inline(always)]
    unsafe fn load(self, from: *const T) -> [T; 4] {
        // SAFETY: valid for reading four elements, says the caller.
        unsafe { from.cast::<[T; 4]>().read() }
    }

    #[inline(never)] // at the end of a row; it is not worth its code in each place
    unsafe fn load_part(self, from: *const T, count: usize) -> [T; 4] {
        let mut lanes = [T::zero(); 4];
        for (i, lane) in lanes.iter_mut().enumerate().take(count) {
            // SAFETY: `i < count`, and `count` elements are readable, says the caller.
            *lane = unsafe { from.add(i).read() };
        }
        lanes
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut T, a: [T; 4]) {
        // SAFETY: valid for writing four elements, says the caller.
        unsafe { to.cast::<[T; 4]>().write(a) }
    }

    #[inline(never)] // as above
    unsafe fn store_part(self, to: *mut T, a: [T; 4], count: usize) {
        for (i, lane) in a.into_iter().enumerate().take(count) {
            // SAFETY: `i < count`, and `count` elements are writable, says the caller.
            unsafe { to.add(i).write(lane) }
        }
    }
}
