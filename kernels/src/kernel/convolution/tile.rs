//! The tile of sums that stays in registers: rows of numbers times vectors, summed over three nested loops.

use super::super::lanes::{keeping, save};
use super::super::{Kernel, Simd, Store};
use crate::Element;

/// Three nested loops, the innermost last: how often each goes round, and how far each moves on the rows and on the lines.
#[derive(Clone, Copy)]
pub(super) struct Nest {
    pub(super) counts: [usize; 3],
    pub(super) rows: [isize; 3],
    pub(super) lines: [isize; 3],
}

/// `to[v] + r · stride` ← the sum, over all rounds, of row r's number times line v's vector.
///
/// The rows are readable for a number and the lines for a whole vector in every round; `to` is readable and writable for
/// the first `lasts[v]` lanes, in each of the rows.
#[derive(Clone, Copy)]
pub(super) struct Tile<T, const R: usize, const V: usize> {
    pub(super) rows: [*const T; R],
    pub(super) lines: [*const T; V],
    pub(super) nest: Nest,
    pub(super) to: [*mut T; V],
    pub(super) stride: usize,
    pub(super) lasts: [usize; V],
    pub(super) store: Store<T>,
}

impl<T: Element, const R: usize, const V: usize> Kernel<T> for Tile<T, R, V> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        // SAFETY: as `Tile` says.
        unsafe {
            let sums = self.sums(simd);
            let whole = self.store.keep.is_zero()
                && self.store.scale == T::one()
                && self.lasts == [S::LANES; V];
            if whole {
                for (r, sums) in sums.into_iter().enumerate() {
                    for (to, sum) in self.to.into_iter().zip(sums) {
                        simd.store(to.add(r * self.stride), sum);
                    }
                }
            } else {
                let scale = simd.splat(self.store.scale);
                for (r, sums) in sums.into_iter().enumerate() {
                    for (v, sum) in sums.into_iter().enumerate() {
                        let (to, last) = (self.to[v].add(r * self.stride), self.lasts[v]);
                        let value = simd.mul(scale, sum);
                        let value = keeping(simd, self.store, value, to, true, last);
                        save(simd, to, value, true, last);
                    }
                }
            }
        }
    }
}

impl<T: Element, const R: usize, const V: usize> Tile<T, R, V> {
    /// # Safety
    ///
    /// Rows and lines are readable as [`Tile`] says.
    #[inline(always)]
    unsafe fn sums<S: Simd<T>>(&self, simd: S) -> [[S::Vector; V]; R] {
        let Nest {
            counts,
            rows,
            lines,
        } = self.nest;
        let mut sums = [[simd.splat(T::zero()); V]; R];
        let (mut row_0, mut line_0) = (0, 0);
        for _ in 0..counts[0] {
            let (mut row_1, mut line_1) = (row_0, line_0);
            for _ in 0..counts[1] {
                let (mut row_2, mut line_2) = (row_1, line_1);
                for _ in 0..counts[2] {
                    let mut line = [simd.splat(T::zero()); V];
                    for (line, from) in line.iter_mut().zip(self.lines) {
                        // SAFETY: as the caller says.
                        *line = unsafe { simd.load(from.wrapping_offset(line_2)) };
                    }
                    for (sums, row) in sums.iter_mut().zip(self.rows) {
                        // SAFETY: as the caller says.
                        let x = simd.splat(unsafe { *row.wrapping_offset(row_2) });
                        for (sum, line) in sums.iter_mut().zip(line) {
                            *sum = simd.mul_add(x, line, *sum);
                        }
                    }
                    row_2 += rows[2];
                    line_2 += lines[2];
                }
                row_1 += rows[1];
                line_1 += lines[1];
            }
            row_0 += rows[0];
            line_0 += lines[0];
        }
        sums
    }
}

/// The most rows of a tile, and the most vectors.
pub(super) const fn most(registers: usize) -> (usize, usize) {
    match registers {
        32.. => (8, 3),
        16.. => (6, 2),
        _ => (4, 1),
    }
}

/// A tile whose sizes are known at run time: as many rows and vectors as are given, no more than [`most`].
///
/// # Safety
///
/// As [`Tile`] says.
#[inline(always)]
pub(super) unsafe fn tile<T: Element, S: Simd<T>>(
    simd: S,
    rows: &[*const T],
    lines: &[*const T],
    nest: Nest,
    (to, stride, lasts): (&[*mut T], usize, &[usize]),
    store: Store<T>,
) {
    macro_rules! sizes {
        ($($vectors:literal: $($height:literal)*;)*) => {
            match (lines.len(), rows.len()) {
                $($(($vectors, $height) if const { fits::<T, S>($height, $vectors) } => {
                    simd.outlined(Tile::<T, $height, $vectors> {
                        rows: core::array::from_fn(#[inline(always)] |r| rows[r]),
                        lines: core::array::from_fn(#[inline(always)] |v| lines[v]),
                        nest,
                        to: core::array::from_fn(#[inline(always)] |v| to[v]),
                        stride,
                        lasts: core::array::from_fn(#[inline(always)] |v| lasts[v]),
                        store,
                    });
                })*)*
                (vectors, height) => unreachable!("a tile of {height} rows of {vectors} vectors"),
            }
        };
    }
    sizes! {
        3: 8 7 6 5 4 3 2 1;
        2: 8 7 6 5 4 3 2 1;
        1: 8 7 6 5 4 3 2 1;
    }
}

const fn fits<T: Element, S: Simd<T>>(height: usize, vectors: usize) -> bool {
    let (rows, most_vectors) = most(S::REGISTERS);
    height <= rows && vectors <= most_vectors
}
