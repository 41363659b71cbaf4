//! Dot products whose sums make vectors of 16: four columns of four rows, or two of eight, are summed across lanes at once, and
//! written at once.

use super::super::{Extent, Simd};
use super::Epilogue;
use super::block::Block;
use super::dots::Dots;
use super::parts::UNIT;
use crate::Element;

/// How many rows of two columns are a vector.
const EIGHT: usize = 8;

impl<T: Element, M: Extent, N: Extent, K: Extent, E: Epilogue<T>> Dots<'_, '_, T, M, N, K, E> {
    /// Whether a set, and sizes that are known, may have blocks.
    pub(super) const fn may_have_blocks<S: Simd<T>>() -> bool {
        S::LANES == 16 && !matches!(M::KNOWN, Some(..EIGHT))
    }

    /// Whether [`blocks`](Self::blocks) pays: measured, and of as many rows as a thread may have the same for a part of them, lest a
    /// result depend on who computes it.
    #[inline(always)]
    pub(super) fn has_blocks(&self) -> bool {
        let (m, columns) = (self.m.get(), self.n.get() - self.first);
        m >= EIGHT && (m.is_multiple_of(4) || m >= UNIT || columns <= 20)
    }

    /// Eight rows of A or more against all of B: as long as there are four, by sums that are a vector of C, of four columns of four
    /// rows, or two of eight.
    #[inline(always)]
    pub(super) fn blocks<S: Simd<T>>(&mut self, simd: S) {
        let (m, n) = (self.m.get(), self.n.get());
        let (whole, rest) = (m / 4 * 4, m % 4);
        let pair = match (n - self.first) % 4 {
            columns @ 1..=2 => columns,
            _ => 0,
        };
        for start in (0..whole).step_by(EIGHT) {
            for row in (start..whole.min(start + EIGHT)).step_by(4) {
                for column in (self.first..n - pair).step_by(4) {
                    self.block::<S, 4, 4>(simd, (row, 0), column);
                }
            }
            if pair > 0 {
                // The last rows, with some above to make up as many.
                let row = start.min(whole - EIGHT);
                self.block::<S, EIGHT, 2>(simd, (row, start - row), n - pair);
            }
        }
        if rest > 0 {
            self.height(simd, whole, rest);
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
        let n = self.n.get();
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
        unsafe { block.put(simd, simd.sum_each(sums.as_flattened()), self.epilogue) };
    }
}
