//! What a Cortex-M4 or M7 does in fewer instructions than plain Rust: two products of 16 bits and two additions by one
//! (`smlad`), and every other byte of four made 16 bits (`sxtb16`).
//!
//! x is made 16 bits once for all rows; the weights are as they are multiplied, two rows at a time, as many as there are
//! registers for. That is 22 instructions for 16 products.

#![allow(unsafe_code)] // kernels

use core::arch::asm;
use core::mem::MaybeUninit;

/// How many columns are in the buffer.
const COLUMNS: usize = 256;

/// How many are multiplied in a round.
const ROUND: usize = 8;

/// b + W x by [`rows`](super::rows), if the rows begin at multiples of four bytes.
#[inline]
pub(super) fn rows(w: &[i8], x: &[i8], b: &[i32], each: &mut impl FnMut(usize, i32)) -> bool {
    let k = x.len();
    if k < ROUND || !k.is_multiple_of(4) || !w.as_ptr().addr().is_multiple_of(4) {
        return false;
    }
    let mut buffer = [const { MaybeUninit::uninit() }; COLUMNS / 2];
    let is_small = k <= COLUMNS;
    if is_small {
        widen(x, &mut buffer);
    }
    let whole = k / ROUND * ROUND;
    for row in (0..b.len()).step_by(2) {
        // The last of an odd number is its own neighbour.
        let next = (row + 1).min(b.len() - 1);
        let (first, second) = (&w[row * k..][..k], &w[next * k..][..k]);
        let mut sums = [b[row], b[next]];
        let mut column = 0;
        while column < whole {
            let columns = (whole - column).min(COLUMNS);
            if !is_small {
                widen(&x[column..][..columns], &mut buffer);
            }
            // SAFETY: there are so many columns of both rows, and of x in the buffer; a whole number of rounds, and not none;
            // all begin at multiples of four bytes, as was asked.
            sums = unsafe {
                let lines = (first.as_ptr().add(column), second.as_ptr().add(column));
                two_dots(buffer.as_ptr().cast(), lines, columns, sums)
            };
            column += columns;
        }
        for column in whole..k {
            sums[0] += i32::from(first[column]) * i32::from(x[column]);
            sums[1] += i32::from(second[column]) * i32::from(x[column]);
        }
        each(row, sums[0]);
        if next > row {
            each(next, sums[1]);
        }
    }
    true
}

/// Writes the even and the odd ones of four bytes as two numbers of 16 bits each, four by four.
#[inline]
fn widen(x: &[i8], to: &mut [MaybeUninit<u32>; COLUMNS / 2]) {
    for (four, to) in x.chunks_exact(4).zip(to.chunks_exact_mut(2)) {
        let four = u32::from_le_bytes([0, 1, 2, 3].map(|i| four[i].cast_unsigned()));
        let (even, odd): (u32, u32);
        // SAFETY: registers alone; this processor has the instruction.
        unsafe {
            asm!(
                "sxtb16 {even}, {four}",
                "sxtb16 {odd}, {four}, ror #8",
                four = in(reg) four,
                even = out(reg) even,
                odd = lateout(reg) odd,
                options(pure, nomem, nostack, preserves_flags),
            );
        }
        to[0].write(even);
        to[1].write(odd);
    }
}

/// Sums, and the dot products of x, widened, with two lines added to them.
///
/// # Safety
///
/// x and both lines are readable for so many columns, a multiple of eight, not 0, and lie at multiples of four bytes.
#[inline(always)]
#[allow(clippy::inline_always)] // a loop in registers
unsafe fn two_dots(
    x: *const u32,
    (first, second): (*const i8, *const i8),
    columns: usize,
    [mut a, mut b]: [i32; 2],
) -> [i32; 2] {
    // SAFETY: each round reads eight columns of all three, and there are whole rounds until the end, as the caller says.
    unsafe {
        let end = x.add(columns / 2);
        asm!(
            "vmov s0, r12",
            "2:",
            "ldm {x}!, {{r0-r3}}",
            "ldrd r4, r5, [{first}], #8",
            "sxtb16 r12, r4, ror #8",
            "sxtb16 r4, r4",
            "smlad {a}, r12, r1, {a}",
            "sxtb16 r12, r5, ror #8",
            "smlad {a}, r4, r0, {a}",
            "sxtb16 r5, r5",
            "smlad {a}, r12, r3, {a}",
            "smlad {a}, r5, r2, {a}",
            "ldrd r4, r5, [{second}], #8",
            "sxtb16 r12, r4, ror #8",
            "sxtb16 r4, r4",
            "smlad {b}, r12, r1, {b}",
            "sxtb16 r12, r5, ror #8",
            "smlad {b}, r4, r0, {b}",
            "sxtb16 r5, r5",
            "smlad {b}, r12, r3, {b}",
            "smlad {b}, r5, r2, {b}",
            "vmov r12, s0",
            "cmp {x}, r12",
            "bne 2b",
            x = inout(reg) x => _,
            first = inout(reg) first => _,
            second = inout(reg) second => _,
            a = inout(reg) a,
            b = inout(reg) b,
            inout("r12") end => _,
            out("r0") _, out("r1") _, out("r2") _, out("r3") _,
            out("r4") _, out("r5") _,
            out("s0") _,
            options(readonly, nostack),
        );
    }
    [a, b]
}
