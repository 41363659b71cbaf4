//! A stretch of memory that the tiles of a panel ask for, from one end to the other, before it is read or written.
//!
//! What comes from afar comes quickest where lines follow one another: then prefetchers see them, and the few lines that a core can wait for
//! at a time are not held up. A panel reads a few lines of each of many rows. So its tiles ask, among their steps, for some rows that
//! come later: each for a share, as they lie.

use super::spans::Columns;
use crate::Element;

/// What a panel's tiles ask for.
#[derive(Clone, Copy)]
pub(super) struct Stretch<T> {
    /// The first row's first element, how wide rows are, and how far apart.
    first: *const T,
    width: usize,
    stride: usize,
    /// Where the panel's share begins, counting elements of all rows.
    start: usize,
    /// How many of them there are for each of the panel's rows.
    pub(super) share: usize,
}

impl<T: Element> Stretch<T> {
    /// Nothing.
    pub(super) const NOTHING: Self = Self {
        first: core::ptr::null(),
        width: 0,
        stride: 0,
        start: 0,
        share: 0,
    };

    /// For each of a panel's rows, one of these.
    #[inline(always)]
    pub(super) fn rows((first, width, stride): (*const T, usize, usize)) -> Self {
        Self {
            first,
            width: width_in_place(width, stride),
            stride,
            start: 0,
            share: width,
        }
    }

    /// The share of `count` rows that a panel asks for, of so many rows at these columns; all panels, one after the other, are as wide as
    /// the rows, which are `stride` apart.
    #[inline(always)]
    pub(super) fn of(
        (first, width, stride): (*const T, usize, usize),
        count: usize,
        (rows, columns): (usize, Columns),
        lanes: usize,
    ) -> Self {
        let whole = columns.vectors * lanes;
        Self {
            first,
            width: width_in_place(width, stride),
            stride,
            start: columns.start * count,
            share: (whole * count).div_ceil(rows),
        }
    }

    /// What the tile from this row on asks for.
    #[inline(always)]
    pub(super) fn from(&self, row: usize) -> Lines<T> {
        let mut at = self.start + row * self.share;
        let mut first = self.first;
        if at >= self.width {
            first = first.wrapping_add(at / self.width * self.stride);
            at %= self.width;
        }
        Lines {
            stretch: *self,
            next: first.wrapping_add(at),
            left: self.width - at,
        }
    }
}

/// How wide rows are, so far apart: without gaps, they are one.
fn width_in_place(width: usize, stride: usize) -> usize {
    if width == stride { usize::MAX } else { width }
}

/// What is left of a [`Stretch`].
pub(super) struct Lines<T> {
    stretch: Stretch<T>,
    next: *const T,
    /// How many elements are left of its row.
    left: usize,
}

impl<T: Element> Lines<T> {
    /// So many elements, of a row, which the next ones follow.
    #[inline(always)]
    pub(super) fn take(&mut self, count: usize) -> *const T {
        let some = self.next;
        if count < self.left {
            self.next = some.wrapping_add(count);
            self.left -= count;
        } else {
            let Stretch { width, stride, .. } = self.stretch;
            let start = some.wrapping_add(self.left).wrapping_sub(width);
            self.next = start.wrapping_add(stride);
            self.left = width;
        }
        some
    }
}
