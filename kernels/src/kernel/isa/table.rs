//! What makes an instruction set a vector unit: a table of its instructions.

/// Implements [`Simd`](super::Simd) from a table: each line a method, its arguments, and the instructions that do it.
///
/// Methods on registers are safe since a value of the set proves that its features are there; those in memory ask of
/// the caller what the trait says.
#[allow(unused_macros)] // where a target has no set
macro_rules! unit {
    (
        $set:ty $(where const $halved:ident)?: $number:ty, $vector:ty, mask $mask:ty, lanes $lanes:literal, registers $registers:literal;
        on registers {
            $($name:ident($($argument:ident: $type:ty),*) $(-> $out:ty)? = $body:expr;)*
        }
        in memory {
            $($unsafe_name:ident($($unsafe_argument:ident: $unsafe_type:ty),*) $(-> $unsafe_out:ty)? = $unsafe_body:expr;)*
        }
        $(in halves { $transpose_half:ident $([$half_halved:ident])?, $class:ident or $or:literal enable $enable:literal })?
        $(in fours { $splat_four:ident })?
        $(broadcasts $broadcasts:tt masks $masks:literal)?
        $(by core { $takes_halves:ident, $is_third_level_far:ident, $on_core:ident })?
        $(in quarters { $load_in_quarters:ident, $load_quarters:ident, $sum_quarters:ident, $turn_quarters:ident, $turn_fours:ident })?
    ) => {
        // SAFETY: a register holds `LANES` elements; lanes beyond `count` are neither read nor written.
        unsafe impl$(<const $halved: bool>)? $crate::kernel::isa::Simd<$number> for $set {
            type Vector = $vector;
            type Mask = $mask;
            const LANES: usize = $lanes;
            const REGISTERS: usize = $registers;

            #[inline(always)]
            fn outlined<K: $crate::kernel::isa::Kernel<$number>>(self, kernel: K) -> K::Output {
                $crate::kernel::isa::InstructionSet::run(self, kernel)
            }

            #[inline(always)]
            fn alone<K: $crate::kernel::isa::Kernel<$number>>(self, kernel: K) -> K::Output {
                $crate::kernel::isa::InstructionSet::run_alone(self, kernel)
            }

            $(#[inline(always)]
            fn takes_halves(self) -> bool {
                $takes_halves(self)
            }

            #[inline(always)]
            fn is_third_level_far(self) -> bool {
                $is_third_level_far(self)
            }

            #[inline(always)]
            fn on_core<K: $crate::kernel::isa::Kernel<$number>>(self, kernel: K) -> K::Output {
                $on_core(self, kernel)
            })?

            #[cfg(target_arch = "x86_64")]
            #[inline(always)]
            fn opaque(self, mut address: *const $number) -> *const $number {
                // SAFETY: no instruction at all.
                unsafe {
                    core::arch::asm!("/* {} */", inout(reg) address, options(pure, readonly, nostack, preserves_flags));
                }
                address
            }

            #[cfg(target_arch = "x86_64")]
            #[inline(always)]
            fn prefetch(self, address: *const $number) {
                use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
                // SAFETY: a hint, for any address.
                unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) }
            }

            #[cfg(target_arch = "x86_64")]
            #[inline(always)]
            fn prefetch_early(self, address: *const $number) {
                use core::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
                // SAFETY: a hint, for any address.
                unsafe { _mm_prefetch::<_MM_HINT_T1>(address.cast()) }
            }

            $(#[inline(always)]
            #[allow(unused_unsafe)] // some are safe where the features are the target's own
            fn $name(self, $($argument: $type),*) $(-> $out)? {
                // SAFETY: `self` proves that the features are there.
                unsafe { $body }
            })*

            $(#[inline(always)]
            unsafe fn $unsafe_name(self, $($unsafe_argument: $unsafe_type),*) $(-> $unsafe_out)? {
                // SAFETY: `self` proves that the features are there; the caller vouches for the memory.
                unsafe { $unsafe_body }
            })*

            $(#[inline(always)]
            unsafe fn transpose(self, from: *const $number, from_stride: usize, to: *mut $number, to_stride: usize) {
                for column in [0, $lanes / 2] {
                    // SAFETY: half of the columns, and the others.
                    unsafe {
                        let (from, to) = (from.add(column), to.add(column * to_stride));
                        $transpose_half::<false $(, $half_halved)?>(self, (from, from_stride), (to, to_stride), || ());
                    }
                }
            }

            const TRANSPOSES_HALVES: bool = true;

            #[inline(always)]
            fn pin(self, a: $vector) -> $vector {
                #[inline]
                #[target_feature(enable = $enable)]
                fn pinned(mut a: $vector) -> $vector {
                    // SAFETY: no instruction at all.
                    unsafe {
                        core::arch::asm!("/* {} */", inout($class) a, options(nostack, preserves_flags));
                    }
                    a
                }
                // SAFETY: `self` proves that the features are there.
                unsafe { pinned(a) }
            }

            #[inline(always)]
            fn fresh(self, a: $vector) -> $vector {
                #[inline]
                #[target_feature(enable = $enable)]
                fn fresh(mut a: $vector) -> $vector {
                    // SAFETY: a or a is a.
                    unsafe {
                        core::arch::asm!(concat!($or, " {0}, {0}, {0}"), inout($class) a, options(pure, nomem, nostack, preserves_flags));
                    }
                    a
                }
                // SAFETY: `self` proves that the features are there.
                unsafe { fresh(a) }
            }

            #[inline(always)]
            unsafe fn transpose_half(
                self,
                from: (*const $number, usize),
                to: (*mut $number, usize),
                between: impl FnMut(),
            ) {
                // SAFETY: as above.
                unsafe { $transpose_half::<true $(, $half_halved)?>(self, from, to, between) }
            })?

            $(const SPLATS_FOUR: bool = true;

            #[inline(always)]
            unsafe fn splat_four(self, from: *const $number) -> [$vector; 4] {
                // SAFETY: as above.
                unsafe { $splat_four(self, from) }
            })?

            $(const BROADCASTS: bool = $broadcasts;
            const MASKS: bool = $masks;)?

            $(const QUARTERS: bool = true;

            #[inline(always)]
            unsafe fn load_in_quarters(self, from: *const $number, count: usize) -> $vector {
                // SAFETY: as above.
                unsafe { $load_in_quarters(from, count) }
            }

            #[inline(always)]
            unsafe fn load_quarters(self, from: [*const $number; 4], count: usize) -> $vector {
                // SAFETY: as above.
                unsafe { $load_quarters(from, count) }
            }

            #[inline(always)]
            fn sum_quarters(self, [a, b, c, d]: [$vector; 4]) -> $vector {
                // SAFETY: `self` proves that the features are there.
                unsafe { $sum_quarters(a, b, c, d) }
            }

            #[inline(always)]
            fn turn_quarters(self, a: $vector) -> $vector {
                // SAFETY: as above.
                unsafe { $turn_quarters(a) }
            }

            #[inline(always)]
            fn turn_fours(self, a: [$vector; 4]) -> [$vector; 4] {
                // SAFETY: as above.
                unsafe { $turn_fours(a) }
            })?
        }
    };
}
#[allow(unused_imports)] // where a target has no set
pub(super) use unit;
