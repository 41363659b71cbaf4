//! Asking for memory before it is read.

use super::super::Simd;
use crate::Element;

/// Rows that will soon be read: they are asked for while a panel is computed, some with each of its tiles.
#[derive(Clone, Copy)]
pub(super) struct Ahead<T> {
    pub(super) first: *const T,
    pub(super) stride: usize,
    pub(super) rows: usize,
    pub(super) width: usize,
}

impl<T: Element> Ahead<T> {
    pub(super) const NOTHING: Self = Self {
        first: core::ptr::null(),
        stride: 0,
        rows: 0,
        width: 0,
    };

    /// The rows of the next panel of B, `width` columns on from this one; `stride` apart, or columns of them where it is
    /// stored `transposed`.
    #[inline(always)]
    pub(super) fn after(
        first: *const T,
        stride: usize,
        (width, depth): (usize, usize),
        transposed: bool,
    ) -> Self {
        let (step, rows, width) = if transposed {
            (width * stride, width, depth)
        } else {
            (width, depth, width)
        };
        Self {
            first: first.wrapping_add(step),
            stride,
            rows,
            width,
        }
    }

    /// Asks for some of the rows.
    #[inline(always)]
    pub(super) fn ask<S: Simd<T>>(&mut self, simd: S, rows: usize) {
        let line = const { 64 / size_of::<T>() };
        for _ in 0..rows.min(self.rows) {
            for at in (0..self.width).step_by(line) {
                simd.prefetch_later(self.first.wrapping_add(at));
            }
            self.first = self.first.wrapping_add(self.stride);
        }
        self.rows -= rows.min(self.rows);
    }
}
