//! Dot products whose sums make vectors of 16: four columns of four rows, or two of eight, are summed across lanes at once, and
//! written at once.

use super::super::Simd;
use super::block::Block;
use super::dots::Dots;
use super::parts::UNIT;
use crate::Element;

/// How many rows of two columns are a vector.
const EIGHT: usize = 8;

impl<T: Element> Dots<'_, '_, T> {
    /// Whether a set may have blocks.
    pub(super) const fn may_have_blocks<S: Simd<T>>() -> bool {
        S::LANES == 16
    }

    /// Whether [`blocks`](Self::blocks) pays: measured, and of as many rows as a thread may have the same for a part of them, lest a
    /// result depend on who computes it.
    #[inline(always)]
    pub(super) fn has_blocks(&self) -> bool {
        let (m, columns) = (self.m, self.n - self.first);
        match m {
            UNIT.. => true,
            EIGHT.. => m.is_multiple_of(4) || columns <= 20,
            // Of five or six, all are one tile else.
            4 | 7 => columns >= 4,
            _ => false,
        }
    }

    /// Four rows of A or more against all of B: by sums that are a vector of C, of four columns of four rows, or two of eight.
    #[inline(always)]
    pub(super) fn blocks<S: Simd<T>>(&mut self, simd: S) {
        let (m, n) = (self.m, self.n);
        let pair = match (n - self.first) % 4 {
            columns @ 1..=2 if m >= EIGHT => columns,
            _ => 0,
        };
        for start in (0..m).step_by(EIGHT) {
            for row in (start..m.min(start + EIGHT)).step_by(4) {
                // The last rows, with some above to make up as many.
                let at = row.min(m - 4);
                for column in (self.first..n - pair).step_by(4) {
                    self.block::<S, 4, 4>(simd, (at, row - at), column);
                }
            }
            if pair > 0 {
                let at = start.min(m - EIGHT);
                self.block::<S, EIGHT, 2>(simd, (at, start - at), n - pair);
            }
        }
    }

    /// `R` rows of A, of which some are done, against `W` rows of B, or as many as there are.
    #[inline(always)]
    fn block<S: Simd<T>, const R: usize, const W: usize>(
        &mut self,
        simd: S,
        (row, done): (usize, usize),
        column: usize,
    ) {
        let n = self.n;
        let columns = (n - column).min(W);
        let sums = self.sums::<S, R, W>(simd, row, column);
        let at = row * n + column;
        let bias = self
            .operands
            .bias
            .map(|bias| &bias[column..column + columns]);
        let block = Block::<T, R, W> {
            to: self.operands.c[at..(row + R - 1) * n + column + columns].as_mut_ptr(),
            stride: n,
            columns,
            done,
            store: self.operands.store,
            bias: bias.map_or(core::ptr::null(), <[T]>::as_ptr),
        };
        // SAFETY: C and the bias are cut out for these columns, of which there is one at least.
        unsafe { block.put(simd, simd.sum_each(sums.as_flattened())) };
    }
}
