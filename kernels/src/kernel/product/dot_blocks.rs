//! Dot products whose sums make a vector of 8 or 16: some columns of some rows, or half as many columns of twice as many rows, are
//! summed across lanes at once, and written at once.

use super::super::Simd;
use super::block::Block;
use super::dots::Dots;
use super::parts::UNIT;
use crate::Element;

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
            8.. => m.is_multiple_of(4) || columns <= 20,
            // Of five or six, all are one tile else.
            4 | 7 => columns >= 4,
            _ => false,
        }
    }

    /// Four rows of A or more against all of B.
    #[inline(always)]
    pub(super) fn blocks<S: Simd<T>>(&mut self, simd: S) {
        self.blocks_of::<S, 4, 4, 8, 2>(simd);
    }

    /// The same by blocks of `R` rows and `W` columns, and of `TALL` rows and `HALF` columns for the last ones, if these are
    /// no more.
    #[inline(always)]
    fn blocks_of<
        S: Simd<T>,
        const R: usize,
        const W: usize,
        const TALL: usize,
        const HALF: usize,
    >(
        &mut self,
        simd: S,
    ) {
        if const { R * W != S::LANES } {
            return;
        }
        let (m, n) = (self.m, self.n);
        let rest = (n - self.first) % W;
        let half = if m >= TALL && rest <= HALF { rest } else { 0 };
        for start in (0..m).step_by(TALL) {
            for row in (start..m.min(start + TALL)).step_by(R) {
                // The last rows, with some above to make up as many.
                let at = row.min(m - R);
                for column in (self.first..n - half).step_by(W) {
                    self.block::<S, R, W>(simd, (at, row - at), column);
                }
            }
            if half > 0 {
                let at = start.min(m - TALL);
                self.block::<S, TALL, HALF>(simd, (at, start - at), n - half);
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
        unsafe { block.put(simd, simd.sum_each(sums.as_flattened()), ()) };
    }
}
