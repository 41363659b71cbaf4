//! What a Cortex-M with floating point does in fewer instructions than plain Rust: several numbers are loaded by one
//! (`vldmia`), and `vfma` multiplies and adds. The compiler uses neither here, and plain Rust takes more than twice as many.
//!
//! Targets do not say what their floating-point unit has. Of the bare-metal ones of ARM with floats in registers, those of the
//! M profile are the ones without atomics of 64 bits, and every such unit (Cortex-M4F, M7, M33 and later) has these
//! instructions; those of the A and R profiles may lack `vfma`.

use core::any::TypeId;
use core::arch::asm;

use crate::Element;

/// See [`Simd::four_dots`](super::Simd::four_dots); for `f32`.
///
/// # Safety
///
/// As there.
#[inline(always)]
pub(super) unsafe fn four_dots<T: Element>(
    x: *const T,
    lines: &[*const T; 4],
    count: usize,
) -> Option<[T; 4]> {
    if TypeId::of::<T>() != TypeId::of::<f32>() {
        return None;
    }
    let mut sums = [T::zero(); 4];
    // SAFETY: these are `f32`; each round reads four of x and of each line, or one where fewer are left, `count` in all, as the
    // caller allows, and `sums` has four.
    unsafe {
        asm!(
            "vldmia {sums}, {{s0-s3}}",
            "subs {count}, {count}, #4",
            "blo 3f",
            "2:",
            "vldmia {x}!, {{s4-s7}}",
            "vldmia {a}!, {{s16-s19}}",
            "vldmia {b}!, {{s20-s23}}",
            "vldmia {c}!, {{s24-s27}}",
            "vldmia {d}!, {{s28-s31}}",
            // Each sum in turn: none waits for itself.
            "vfma.f32 s0, s4, s16",
            "vfma.f32 s1, s4, s20",
            "vfma.f32 s2, s4, s24",
            "vfma.f32 s3, s4, s28",
            "vfma.f32 s0, s5, s17",
            "vfma.f32 s1, s5, s21",
            "vfma.f32 s2, s5, s25",
            "vfma.f32 s3, s5, s29",
            "vfma.f32 s0, s6, s18",
            "vfma.f32 s1, s6, s22",
            "vfma.f32 s2, s6, s26",
            "vfma.f32 s3, s6, s30",
            "vfma.f32 s0, s7, s19",
            "vfma.f32 s1, s7, s23",
            "vfma.f32 s2, s7, s27",
            "vfma.f32 s3, s7, s31",
            "subs {count}, {count}, #4",
            "bhs 2b",
            "3:",
            "adds {count}, {count}, #4",
            "beq 5f",
            "4:",
            "vldmia {x}!, {{s4}}",
            "vldmia {a}!, {{s16}}",
            "vldmia {b}!, {{s20}}",
            "vldmia {c}!, {{s24}}",
            "vldmia {d}!, {{s28}}",
            "vfma.f32 s0, s4, s16",
            "vfma.f32 s1, s4, s20",
            "vfma.f32 s2, s4, s24",
            "vfma.f32 s3, s4, s28",
            "subs {count}, {count}, #1",
            "bne 4b",
            "5:",
            "vstmia {sums}, {{s0-s3}}",
            sums = in(reg) sums.as_mut_ptr(),
            x = inout(reg) x => _,
            a = inout(reg) lines[0] => _,
            b = inout(reg) lines[1] => _,
            c = inout(reg) lines[2] => _,
            d = inout(reg) lines[3] => _,
            count = inout(reg) count => _,
            out("s0") _, out("s1") _, out("s2") _, out("s3") _,
            out("s4") _, out("s5") _, out("s6") _, out("s7") _,
            out("s16") _, out("s17") _, out("s18") _, out("s19") _,
            out("s20") _, out("s21") _, out("s22") _, out("s23") _,
            out("s24") _, out("s25") _, out("s26") _, out("s27") _,
            out("s28") _, out("s29") _, out("s30") _, out("s31") _,
            options(nostack),
        );
    }
    Some(sums)
}

/// See [`Simd::add_multiples`](super::Simd::add_multiples); for `f32`, and lines of a multiple of 16.
///
/// # Safety
///
/// As there.
#[inline(always)]
pub(super) unsafe fn add_multiples<T: Element>(
    (to, to_moves): (*mut T, bool),
    (from, from_moves): (*const T, bool),
    (factors, scale): (&[T], T),
    length: usize,
) -> bool {
    let suits = length > 0 && length.is_multiple_of(16) && !factors.is_empty();
    if TypeId::of::<T>() != TypeId::of::<f32>() || !suits {
        return false;
    }
    // By how many bytes each goes back after a line.
    let back = |moves: bool| if moves { 0 } else { 4 * length };
    // SAFETY: these are `f32`; each inner round reads 16 of both and writes 16, `length` in all for each factor, and the
    // lines lie where the caller says.
    unsafe {
        asm!(
            "vldr s1, [{count}]",
            "2:",
            "vldmia {factors}!, {{s0}}",
            "mov {count}, {length}",
            "vmul.f32 s0, s0, s1",
            "3:",
            "vldmia {from}!, {{s8-s15}}",
            "vldmia {to}, {{s16-s23}}",
            "vfma.f32 s16, s0, s8",
            "vfma.f32 s17, s0, s9",
            "vfma.f32 s18, s0, s10",
            "vfma.f32 s19, s0, s11",
            "vfma.f32 s20, s0, s12",
            "vfma.f32 s21, s0, s13",
            "vfma.f32 s22, s0, s14",
            "vfma.f32 s23, s0, s15",
            "vstmia {to}!, {{s16-s23}}",
            "vldmia {from}!, {{s8-s15}}",
            "vldmia {to}, {{s16-s23}}",
            "vfma.f32 s16, s0, s8",
            "vfma.f32 s17, s0, s9",
            "vfma.f32 s18, s0, s10",
            "vfma.f32 s19, s0, s11",
            "vfma.f32 s20, s0, s12",
            "vfma.f32 s21, s0, s13",
            "vfma.f32 s22, s0, s14",
            "vfma.f32 s23, s0, s15",
            "vstmia {to}!, {{s16-s23}}",
            "subs {count}, {count}, #16",
            "bne 3b",
            "sub {to}, {to}, {to_back}",
            "sub {from}, {from}, {from_back}",
            "subs {rows}, {rows}, #1",
            "bne 2b",
            count = inout(reg) &raw const scale => _,
            factors = inout(reg) factors.as_ptr() => _,
            rows = inout(reg) factors.len() => _,
            from = inout(reg) from => _,
            to = inout(reg) to => _,
            length = in(reg) length,
            to_back = in(reg) back(to_moves),
            from_back = in(reg) back(from_moves),
            out("s0") _, out("s1") _,
            out("s8") _, out("s9") _, out("s10") _, out("s11") _,
            out("s12") _, out("s13") _, out("s14") _, out("s15") _,
            out("s16") _, out("s17") _, out("s18") _, out("s19") _,
            out("s20") _, out("s21") _, out("s22") _, out("s23") _,
            options(nostack),
        );
    }
    true
}
