//! Plain Rust: four elements at a time, for every target and every element type.

use super::{InstructionSet, Kernel, Simd, Within};
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

impl InstructionSet for Portable {
    const NAME: &'static str = "portable";

    #[inline]
    fn is_there() -> bool {
        true
    }

    #[inline(always)]
    unsafe fn assume() -> Self {
        Self
    }

    #[inline(never)] // where there is something better, it is not wanted in the way
    fn enter<W: Within<Self>>(self, work: W) -> W::Output {
        work.within(self)
    }
}

#[inline(always)]
fn zip<T: Copy, R>(a: [T; 4], b: [T; 4], f: impl Fn(T, T) -> R) -> [R; 4] {
    [f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2]), f(a[3], b[3])]
}

// SAFETY: four lanes, and each access as far as it says.
unsafe impl<T: Element> Simd<T> for Portable {
    type Vector = [T; 4];
    type Mask = [bool; 4];
    const LANES: usize = 4;
    // Where there is no vector unit, four lanes are four registers: small tiles, and small code.
    const REGISTERS: usize = 8;

    #[inline(always)]
    fn outlined<K: Kernel<T>>(self, kernel: K) -> K::Output {
        InstructionSet::run(self, kernel)
    }

    #[inline(always)]
    fn splat(self, x: T) -> [T; 4] {
        [x; 4]
    }

    #[inline(always)]
    fn add(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| a + b)
    }

    #[inline(always)]
    fn sub(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| a - b)
    }

    #[inline(always)]
    fn mul(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| a * b)
    }

    #[inline(always)]
    fn div(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| a / b)
    }

    #[inline(always)]
    fn mul_add(self, a: [T; 4], b: [T; 4], c: [T; 4]) -> [T; 4] {
        self.add(self.mul(a, b), c)
    }

    #[inline(always)]
    fn mul_sub_from(self, a: [T; 4], b: [T; 4], c: [T; 4]) -> [T; 4] {
        self.sub(c, self.mul(a, b))
    }

    #[cfg(all(
        target_arch = "arm",
        target_os = "none",
        target_abi = "eabihf",
        not(target_has_atomic = "64")
    ))]
    #[inline(always)]
    unsafe fn four_dots(self, x: *const T, lines: &[*const T; 4], count: usize) -> Option<[T; 4]> {
        // SAFETY: as the caller says.
        unsafe { super::cortex_m::four_dots(x, lines, count) }
    }

    #[cfg(all(
        target_arch = "arm",
        target_os = "none",
        target_abi = "eabihf",
        not(target_has_atomic = "64")
    ))]
    const ADDS_MULTIPLES: bool = size_of::<T>() == 4;

    #[cfg(all(
        target_arch = "arm",
        target_os = "none",
        target_abi = "eabihf",
        not(target_has_atomic = "64")
    ))]
    #[inline(always)]
    unsafe fn add_multiples(
        self,
        to: (*mut T, bool),
        from: (*const T, bool),
        factors: (&[T], T),
        length: usize,
    ) -> bool {
        // SAFETY: as the caller says.
        unsafe { super::cortex_m::add_multiples(to, from, factors, length) }
    }

    #[inline(always)]
    fn sqrt(self, a: [T; 4]) -> [T; 4] {
        a.map(T::sqrt)
    }

    #[inline(always)]
    fn min(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| if a < b { a } else { b })
    }

    #[inline(always)]
    fn max(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| if a > b { a } else { b })
    }

    #[inline(always)]
    fn less(self, a: [T; 4], b: [T; 4]) -> [bool; 4] {
        zip(a, b, |a, b| a < b)
    }

    #[inline(always)]
    fn equal(self, a: [T; 4], b: [T; 4]) -> [bool; 4] {
        zip(a, b, |a, b| a == b)
    }

    #[inline(always)]
    fn select(self, mask: [bool; 4], a: [T; 4], b: [T; 4]) -> [T; 4] {
        let lane = |i: usize| if mask[i] { a[i] } else { b[i] };
        [lane(0), lane(1), lane(2), lane(3)]
    }

    #[inline(always)]
    fn any(self, mask: [bool; 4]) -> bool {
        mask[0] | mask[1] | mask[2] | mask[3]
    }

    #[inline(always)]
    fn and(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| T::from_pattern(a.pattern() & b.pattern()))
    }

    #[inline(always)]
    fn or(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| T::from_pattern(a.pattern() | b.pattern()))
    }

    #[inline(always)]
    fn xor(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| T::from_pattern(a.pattern() ^ b.pattern()))
    }

    #[inline(always)]
    fn integer_add(self, a: [T; 4], b: [T; 4]) -> [T; 4] {
        zip(a, b, |a, b| {
            T::from_pattern(a.pattern().wrapping_add(b.pattern()))
        })
    }

    #[inline(always)]
    fn shift_left(self, a: [T; 4], count: u32) -> [T; 4] {
        a.map(|a| T::from_pattern(a.pattern() << count))
    }

    #[inline(always)]
    fn shift_right(self, a: [T; 4], count: u32) -> [T; 4] {
        a.map(|a| T::from_pattern(a.pattern() >> count))
    }

    #[inline(always)]
    fn sum(self, a: [T; 4]) -> T {
        (a[0] + a[1]) + (a[2] + a[3])
    }

    #[inline(always)]
    fn largest(self, a: [T; 4]) -> T {
        let max = |a: T, b: T| if a > b { a } else { b };
        max(max(a[0], a[1]), max(a[2], a[3]))
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
