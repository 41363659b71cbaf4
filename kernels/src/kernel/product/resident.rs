//! C = A Bᵀ with few registers: blocks of B, copied transposed, stay in the second-level cache while rows of A go by.
//!
//! Tiles have no registers to spare for transposing, and low ones read each row of B often: so a block is transposed once, for all rows,
//! and A is what is read again, some rows at a time, which stay near for all panels of a block.

use super::super::Simd;
use super::meanwhile::Meanwhile;
use super::most_vectors;
use super::outer::{BRows, Outer};
use super::pack::pack;
use super::packed::ROOM;
use super::panel::most_rows;
use super::spans::{Columns, Part};
use super::split::NearEqual;
use crate::Element;

/// How many bytes of a row of A a part of k has at most.
const DEPTH: usize = 6400;
/// How many bytes of A stay near, beside the block.
const STRIP: usize = 192 << 10;
/// How many rows these are, at least and at most.
const ROWS: (usize, usize) = (48, 192);

impl<T: Element> Outer<T> {
    /// All of C, of a B that is stored transposed.
    ///
    /// # Safety
    ///
    /// The buffer is writable for `most` rows of `ROOM` vectors, and `most` a multiple of `LANES`, and not 0.
    #[inline(always)]
    pub(super) unsafe fn by_blocks<S: Simd<T>>(&self, simd: S, most: usize, buffer: *mut T) {
        debug_assert!(self.transposed);
        // Whole pairs, but for the last columns: a vector alone is summed in another order.
        let wide = most_vectors(S::REGISTERS);
        let deepest = (DEPTH / size_of::<T>()).clamp(S::LANES, most * ROOM / wide);
        let unit = most_rows(S::REGISTERS);
        for depth in Part::split(self.k, deepest / S::LANES * S::LANES, S::LANES) {
            let deep = depth.count.next_multiple_of(S::LANES);
            let strip = STRIP / (deep * size_of::<T>()).max(1);
            let strip = strip.clamp(ROWS.0, ROWS.1) / unit * unit;
            let panels = NearEqual::new(
                self.n.div_ceil(wide * S::LANES),
                most * ROOM / wide / deep.max(1),
            );
            for (first, count) in panels {
                let (start, count) = (first * wide * S::LANES, count * wide * S::LANES);
                let block = Block {
                    outer: self.columns(start, count.min(self.n - start)),
                    depth,
                    deep,
                    at: buffer,
                };
                // SAFETY: there is room for that many panels; the operands are as `Outer` says.
                unsafe {
                    block.copy(simd);
                    for rows in Part::split(self.m, strip, unit) {
                        block.times(simd, rows);
                    }
                }
            }
        }
    }
}

/// Some columns of C, a part of k, and what B has there, panel after panel.
struct Block<T> {
    outer: Outer<T>,
    depth: Part,
    /// How many rows a panel has: the depth, made up to a multiple of `LANES`.
    deep: usize,
    at: *mut T,
}

impl<T: Element> Block<T> {
    /// The panels, and where they are.
    #[inline(always)]
    fn panels<S: Simd<T>>(&self, _: S) -> impl Iterator<Item = (Columns, *mut T)> {
        let (at, deep) = (self.at, self.deep);
        Columns::of::<T, S>(self.outer.n, true, false)
            .map(move |columns| (columns, at.wrapping_add(columns.start * deep)))
    }

    /// Copies B.
    ///
    /// # Safety
    ///
    /// There is room for all panels, of whole vectors; the operands are as `Outer` says.
    #[inline(always)]
    unsafe fn copy<S: Simd<T>>(&self, simd: S) {
        for (columns, to) in self.panels(simd) {
            let stride = columns.vectors * S::LANES;
            let size = (stride - S::LANES + columns.last, self.depth.count);
            // SAFETY: as the caller says.
            unsafe {
                let from = self.outer.b_rows(columns, self.depth);
                pack(simd, from, size, to, stride);
            }
        }
    }

    /// Some rows of C.
    ///
    /// # Safety
    ///
    /// B is copied; the operands are as `Outer` says, and the rows lie within m.
    #[inline(always)]
    unsafe fn times<S: Simd<T>>(&self, simd: S, rows: Part) {
        let a = self.outer.a_rows(rows, self.depth);
        for (columns, b) in self.panels(simd) {
            let b = BRows {
                first: b.cast_const(),
                stride: columns.vectors * S::LANES,
                padded: true,
                turned: None,
                meanwhile: Meanwhile::Nothing,
            };
            // SAFETY: as the caller says.
            unsafe { self.outer.panel(simd, (rows, columns, self.depth), a, b) };
        }
    }
}
