//! Dot products of some rows of A and some of B, and how a few totals are written.

use super::super::lanes::{keeping, load, save};
use super::super::{Simd, each};
use super::block::copy;
use super::{Epilogue, Operands};
use crate::Element;

/// Where `W` rows of B, of n of k elements, begin, from `column` on: the last one, where there are no more.
#[inline(always)]
pub(super) fn lines<T, const W: usize>(
    b: &[T],
    (n, k): (usize, usize),
    column: usize,
) -> [*const T; W] {
    let mut lines = [b.as_ptr(); W];
    each!(w < W, {
        lines[w] = b.as_ptr().wrapping_add((column + w).min(n - 1) * k);
    });
    lines
}

/// The products of `R` rows of A, so far apart, and `W` rows of B, of k elements, a register each.
///
/// # Safety
///
/// All these rows are readable.
#[inline(always)]
pub(super) unsafe fn dots<T: Element, S: Simd<T>, const R: usize, const W: usize>(
    simd: S,
    a: (*const T, usize),
    lines: &[*const T; W],
    k: usize,
) -> [[S::Vector; W]; R] {
    let mut sums = [[simd.splat(T::zero()); W]; R];
    let whole = k / S::LANES * S::LANES;
    // SAFETY: the reads within a row end at k.
    unsafe {
        let mut p = 0;
        while p < whole {
            step::<T, S, R, W, false>(simd, &mut sums, a, lines, p, S::LANES);
            p += S::LANES;
        }
        if whole < k {
            step::<T, S, R, W, true>(simd, &mut sums, a, lines, p, k - whole);
        }
    }
    sums
}

/// Adds to the sums the products of one vector, at `p`, of each of `R` rows of A and of the rows of B; the vector has
/// `last` elements: all lanes unless `MASKED`.
///
/// # Safety
///
/// Each of these rows is readable for `last ≤ LANES` elements from `p` on, and `last` is `LANES` unless `MASKED`.
#[inline(always)]
unsafe fn step<T: Element, S: Simd<T>, const R: usize, const W: usize, const MASKED: bool>(
    simd: S,
    sums: &mut [[S::Vector; W]; R],
    (a, stride): (*const T, usize),
    lines: &[*const T; W],
    p: usize,
    last: usize,
) {
    let mut rows = [simd.splat(T::zero()); R];
    each!(r < R, {
        // SAFETY: `r < R`, so that row is readable, says the caller.
        rows[r] = unsafe { load(simd, a.add(r * stride + p), MASKED, last) };
    });
    each!(w < W, {
        // SAFETY: these rows are readable, says the caller.
        let line = unsafe { load(simd, lines[w].add(p), MASKED, last) };
        each!(r < R, {
            sums[r][w] = simd.mul_add(rows[r], line, sums[r][w]);
        });
    });
}

/// Writes `count` totals to C from `column` on, of a row that begins at `row`, with all that follows.
#[inline(always)]
pub(super) fn put<T: Element, S: Simd<T>>(
    simd: S,
    operands: &mut Operands<'_, T>,
    (row, column, count): (usize, usize, usize),
    totals: [T; 4],
    epilogue: impl Epilogue<T>,
) {
    let out = &mut operands.c[row + column..row + column + count];
    if const { S::LANES == 4 } {
        let (part, to) = (count < 4, out.as_mut_ptr());
        // SAFETY: four totals; `out` has `count` elements, and the bias as many as `n`.
        unsafe {
            let scale = simd.splat(operands.store.scale);
            let value = simd.mul(scale, simd.load(totals.as_ptr()));
            let mut value = keeping(simd, operands.store, value, to, part, count);
            if let Some(bias) = operands.bias {
                let bias = bias[column..column + count].as_ptr();
                value = simd.add(value, load(simd, bias, part, count));
            }
            let value = epilogue.finish_lanes(simd, value);
            save(simd, to, value, part, count);
        }
        return;
    }
    let (store, mut values) = (operands.store, totals);
    each!(i < 4, {
        values[i] = store.scale * values[i];
    });
    // One by one: a loop over so few would become a call.
    if !store.keep.is_zero() {
        each!(i < 4, {
            if i < count {
                values[i] += store.keep * out[i];
            }
        });
    }
    if let Some(bias) = operands.bias {
        each!(i < 4, {
            if i < count {
                values[i] += bias[column + i];
            }
        });
    }
    // SAFETY: `out` has `count` elements, of at most four.
    unsafe { copy(values.as_ptr(), out.as_mut_ptr(), count) };
    map_lanes(simd, out, epilogue);
}

/// Applies an epilogue to a few elements, if it has a form for registers.
#[inline(always)]
fn map_lanes<T: Element, S: Simd<T>, E: Epilogue<T>>(simd: S, elements: &mut [T], epilogue: E) {
    if const { !E::LANES || E::NOTHING } {
        return;
    }
    for piece in elements.chunks_mut(S::LANES) {
        let (part, count) = (piece.len() < S::LANES, piece.len());
        // SAFETY: a piece has its length, at most `LANES`.
        unsafe {
            let value = load(simd, piece.as_ptr(), part, count);
            let value = epilogue.finish_lanes(simd, value);
            save(simd, piece.as_mut_ptr(), value, part, count);
        }
    }
}
