//! Products with few registers, or of an A from afar, by blocks of B that stay in the second-level cache while rows of A go by.
//!
//! Tiles have no registers to spare for transposing, and low ones read each row of B often: so where B is stored transposed, a block
//! is transposed once, for all rows, and A is what is read again, some rows at a time, which stay near for all panels of a block.
//! An A that is stored transposed is copied, by as many rows. A B that is stored as it is goes the same way where A is large, and
//! its own columns are few, or rows are many; and where C is [written along](far::writes_along), in lower strips.

use super::super::Simd;
use super::by_tiles::ByTiles;
use super::far;
use super::meanwhile::Meanwhile;
use super::most_vectors;
use super::outer::{ARows, BRows, Outer};
use super::pack::pack;
use super::panel::most_rows;
use super::spans::{Columns, Part};
use super::split::NearEqual;
use super::stretch::Stretch;
use crate::Element;

/// How many bytes of a row of A a part of k has at most; and how many steps, where they are copied.
const ROW: usize = 6400;
pub(super) const STEPS: usize = 192;
/// How many bytes of A stay near, beside the block.
pub(super) const STRIP: usize = 192 << 10;
/// How many rows these are, at least and at most.
pub(super) const ROWS: (usize, usize) = (48, 192);

/// Where a block of B is copied to, and rows of A.
pub(super) struct Room<T> {
    pub(super) b: *mut T,
    /// How many elements there are.
    pub(super) elements: usize,
    /// How many rows of B a block has at most: a multiple of `LANES`, and no more than there is room for in a panel.
    pub(super) deepest: usize,
    /// Writable for [`STRIP`] bytes, or for [as many rows](far::STRIP_ASKED_FOR) as are written at a time; or null, where A is read in place.
    pub(super) a: *mut T,
}

/// How deep a block is at most for which rows of A stay near.
#[inline(always)]
pub(super) fn rows_of_a<T: Element, S: Simd<T>>(elements: usize) -> usize {
    let wide = most_vectors(S::REGISTERS) * S::LANES;
    (ROW / size_of::<T>()).clamp(S::LANES, elements / wide) / S::LANES * S::LANES
}

impl<T: Element> Outer<T> {
    /// All of C, in panels as elsewhere: a vector alone is summed in another order.
    ///
    /// # Safety
    ///
    /// There is room as it says, for a panel that is `LANES` deep at least, or [`STEPS`] where A is copied; this is stored transposed
    /// then, in rows no shorter than a vector.
    #[inline(always)]
    pub(super) unsafe fn by_blocks<S: Simd<T>>(&self, simd: S, room: &Room<T>) {
        let wide = most_vectors(S::REGISTERS) * S::LANES;
        let copies_a = !room.a.is_null();
        let unit = most_rows(S::REGISTERS);
        let panels = || Columns::of::<T, S>(self.n, true, false);
        for depth in Part::split(self.k, room.deepest, S::LANES) {
            let deep = depth.count.next_multiple_of(S::LANES);
            // With what is between tiles, where A is copied.
            let row = (depth.count + S::LANES) * size_of::<T>();
            let strip = if self.writes_along(simd) {
                far::STRIP_ASKED_FOR
            } else {
                (STRIP / row).clamp(ROWS.0, ROWS.1) / unit * unit
            };
            for (first, count) in NearEqual::new(panels().count(), room.elements / wide / deep) {
                let mut from = panels().skip(first).map(|columns| columns.start);
                let start = from.next().unwrap_or(0);
                let end = from.nth(count - 1).unwrap_or(self.n);
                let block = Block {
                    outer: self.columns(start, end - start),
                    depth,
                    deep,
                    at: room.b,
                };
                // SAFETY: there is room for that many panels, and rows; the operands are as `Outer` says.
                unsafe {
                    block.copy(simd);
                    for rows in Part::split(self.m, strip, unit) {
                        let a = if copies_a {
                            block.copy_rows(simd, rows, room.a)
                        } else {
                            self.a_rows(rows, depth)
                        };
                        block.times(simd, rows, a);
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

    /// Copies some rows of A, tile by tile.
    ///
    /// # Safety
    ///
    /// A is as [`by_blocks`](Outer::by_blocks) asks, and `to` writable for these rows, each `LANES` elements longer; they lie within m.
    #[inline(always)]
    unsafe fn copy_rows<S: Simd<T>>(&self, simd: S, rows: Part, to: *mut T) -> ARows<T> {
        debug_assert!(rows.count * (self.depth.count + S::LANES) * size_of::<T>() <= STRIP);
        let tiles = ByTiles {
            from: (
                self.outer.a_rows(rows, self.depth).first,
                self.outer.a_strides.1,
            ),
            rows: rows.count,
            steps: self.depth.count,
            ends: self.outer.ends(self.depth),
            to,
        };
        // SAFETY: as the caller says; after a row that is not A's last, there is more than a vector.
        unsafe { tiles.copy(simd) };
        tiles.a_rows(simd)
    }

    /// Some rows of C, with A at these rows.
    ///
    /// # Safety
    ///
    /// B is copied, and A as well if it is to be; the operands are as `Outer` says, and the rows lie within m.
    #[inline(always)]
    unsafe fn times<S: Simd<T>>(&self, simd: S, rows: Part, a: ARows<T>) {
        let after = rows.start + rows.count;
        let soon = if self.outer.writes_along(simd) {
            rows.count.min(self.outer.m - after)
        } else {
            0
        };
        let rest = (
            self.outer.at(after, 0).cast_const(),
            self.outer.n,
            self.outer.c_stride,
        );
        for (columns, b) in self.panels(simd) {
            let soon = Stretch::of(rest, soon, (rows.count, columns), S::LANES);
            let b = BRows {
                first: b.cast_const(),
                stride: columns.vectors * S::LANES,
                padded: true,
                turned: None,
                meanwhile: Meanwhile::Asking(soon),
            };
            // SAFETY: as the caller says.
            unsafe { self.outer.panel(simd, (rows, columns, self.depth), a, b) };
        }
    }
}
