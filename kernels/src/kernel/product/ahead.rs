//! Asking for memory before it is read.

use core::ops::Range;

use super::super::{Simd, each};
use super::pack::Source;
use super::pays::{HAS_STACK, lanes};
use super::stretch::Stretch;
use crate::Element;

/// What a panel's tiles ask for, beyond what they always do.
#[derive(Clone, Copy)]
pub(super) struct Asks<T> {
    /// A, which is read along, a tile ahead: it comes from afar, and each row begins anew.
    pub(super) for_a: bool,
    /// C, where terms are few: all of it, of which this may be some rows, [is far](super::panel::is_c_far).
    pub(super) for_c: bool,
    /// What comes later, and then nothing else.
    pub(super) soon: Stretch<T>,
}

impl<T: Element> Asks<T> {
    pub(super) const NOTHING: Self = Self {
        for_a: false,
        for_c: false,
        soon: Stretch::NOTHING,
    };
}

/// Asks for what will soon be copied to `width` columns of a panel, unless it is near: some elements further along each
/// column, or some rows further down.
#[inline(always)]
pub(super) fn soon<T: Element, S: Simd<T>>(simd: S, from: Source<T>, width: usize) {
    if from.transposed {
        if from.stride * width * size_of::<T>() > FAR {
            ask_for_rows(
                simd,
                from.first.wrapping_add(2 * S::LANES),
                from.stride,
                0..width,
                S::prefetch,
            );
        }
    } else {
        for row in 0..S::LANES {
            row_soon(simd, from.skip(row), width.div_ceil(S::LANES));
        }
    }
}

/// The same for one row, stored as it is.
#[inline(always)]
pub(super) fn row_soon<T: Element, S: Simd<T>>(simd: S, from: Source<T>, vectors: usize) {
    ask_for(simd, from.skip(SOON).first, vectors);
}

/// Asks for a line of each of some rows, in one way or another.
#[inline(always)]
pub(super) fn ask_for_rows<T: Element, S: Simd<T>>(
    simd: S,
    first: *const T,
    stride: usize,
    rows: Range<usize>,
    ask: impl Fn(S, *const T),
) {
    for row in rows {
        ask(simd, first.wrapping_add(row * stride));
    }
}

/// Asks for so many lines, a stride apart, from the first, amid the steps of a tile.
#[inline(always)]
pub(super) fn ask_for_lines<T: Element, S: Simd<T>>(
    simd: S,
    first: *const T,
    stride: usize,
    count: usize,
) {
    let mut line = first;
    for _ in 0..count {
        // Else a multiple of the stride for each would be computed for all tiles, most of which ask for nothing.
        line = simd.opaque(line);
        simd.prefetch(line);
        line = line.wrapping_add(stride);
    }
}

/// Asks for all lines of so many vectors: these begin amid one where rows are no whole lines, and then end in one more.
#[inline(always)]
pub(super) fn ask_for<T: Element, S: Simd<T>>(simd: S, from: *const T, vectors: usize) {
    let count = vectors * S::LANES;
    let line = lanes::<T>();
    each!(l < count.div_ceil(line), {
        simd.prefetch(from.wrapping_add(l * line));
    });
    simd.prefetch(from.wrapping_add(count - 1));
}

/// More bytes of columns than this are not all in the first-level cache.
const FAR: usize = 64 << 10;
/// How many rows further down: as many as the memory takes to come, and no more than the second-level cache keeps where
/// all fall to the same few places.
pub(super) const SOON: usize = 32;
/// The same for rows of which a tile reads a line each, some of which are asked for at a time: fewer, as they fall to fewer places.
pub(super) const LINES_SOON: usize = 16;

/// Whether so many rows, so far apart, are spread over more megabytes than this: then they are not in the second-level cache.
#[inline(always)]
pub(super) const fn is_far<T>(rows: usize, stride: usize, megabytes: usize) -> bool {
    HAS_STACK && rows * stride * size_of::<T>() > megabytes << 20
}
