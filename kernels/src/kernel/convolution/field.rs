//! The part of an image that some outputs are computed from, with its padding, in a buffer of a stated size.

use super::super::{MOST_LANES, Simd};
use super::correlation::{Along, Correlation};
use crate::Element;

/// How many elements the buffer holds: 32 KiB in `f32`.
pub(super) const ROOM: usize = 8192;

/// The outputs of a few rows and columns, summed over some of the input planes.
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub(super) row: usize,
    pub(super) rows: usize,
    pub(super) column: usize,
    pub(super) columns: usize,
    pub(super) input: usize,
    pub(super) inputs: usize,
}

/// The sizes of blocks: all that fits the buffer, `most_inputs` planes at most.
#[derive(Clone, Copy)]
pub(super) struct Blocks {
    rows: usize,
    columns: usize,
    inputs: usize,
}

/// The distance between rows of the buffer: as long as the columns read, and whole vectors where vectors are read.
pub(super) const fn pitch(width: &Along, columns: usize) -> usize {
    width.span(columns)
}

impl Blocks {
    /// None, if not even one output fits.
    pub(super) fn new(of: &Correlation, most_inputs: usize, most_places: usize) -> Option<Self> {
        let room = ROOM - MOST_LANES;
        let (height, width) = (&of.height, &of.width);
        // One row of outputs, as long as may be.
        let longest = (room / height.span(1)).checked_sub(width.span(1))? / width.step + 1;
        let columns = longest.min(width.outputs).min(most_places);
        let pitch = pitch(width, columns);
        let highest = (room / pitch).checked_sub(height.span(1))? / height.step + 1;
        let rows = highest.min(height.outputs).min(most_places / columns);
        let inputs = (room / (pitch * height.span(rows)))
            .min(of.inputs)
            .min(most_inputs);
        (inputs > 0).then_some(Self {
            rows,
            columns,
            inputs,
        })
    }

    /// How many planes a block has at most.
    pub(super) fn inputs(&self) -> usize {
        self.inputs
    }

    /// Calls `each` with every block of some input planes.
    #[inline(always)]
    pub(super) fn each(
        &self,
        of: &Correlation,
        (input, inputs): (usize, usize),
        mut each: impl FnMut(Block),
    ) {
        let mut column = 0;
        while column < of.width.outputs {
            let columns = self.columns.min(of.width.outputs - column);
            let mut row = 0;
            while row < of.height.outputs {
                let rows = self.rows.min(of.height.outputs - row);
                each(Block {
                    row,
                    rows,
                    column,
                    columns,
                    input,
                    inputs,
                });
                row += rows;
            }
            column += columns;
        }
    }
}

/// Input planes in the buffer.
#[derive(Clone, Copy)]
pub(super) struct Field<T> {
    pub(super) first: *const T,
    /// The distance between rows.
    pub(super) pitch: usize,
    /// The distance between planes.
    pub(super) plane: usize,
}

/// Copies what a block reads of the planes at `from`, the first that the correlation reads, with zeros for padding.
///
/// # Safety
///
/// The planes are readable; the buffer has room for `ROOM` elements, of a block of [`Blocks`].
#[inline(always)]
pub(super) unsafe fn fill<T: Element, S: Simd<T>>(
    simd: S,
    of: &Correlation,
    block: &Block,
    from: *const T,
    buffer: *mut T,
) -> Field<T> {
    let (height, width) = (&of.height, &of.width);
    let pitch = pitch(width, block.columns);
    let rows = height.span(block.rows);
    let start = (block.column * width.step).cast_signed() + width.origin;
    // The columns of a row that are there: some of `0..len`.
    let left = (-start).clamp(0, pitch.cast_signed()).cast_unsigned();
    let right = (width.len.cast_signed() - start)
        .clamp(left.cast_signed(), pitch.cast_signed())
        .cast_unsigned();
    let here = |row: usize| {
        let at = (block.row * height.step + row).cast_signed() + height.origin;
        (at >= 0 && at < height.len.cast_signed()).then(|| at.cast_unsigned())
    };
    let is_whole = left == 0 && right == pitch && here(0).is_some() && here(rows - 1).is_some();
    // SAFETY: what is read of a row ends at `right`, within the planes. The buffer has room for all rows and a vector behind
    // them. A vector may reach into the next row, which is written after it or is padding: what is too much of it is zero.
    unsafe {
        let total = block.inputs * rows * pitch;
        if is_whole {
            zero(simd, buffer.add(total), MOST_LANES);
        } else {
            zero(simd, buffer, total + MOST_LANES);
        }
        for input in 0..block.inputs {
            let plane = (block.input + input) * height.len;
            for row in 0..rows {
                let Some(at) = here(row) else {
                    continue;
                };
                let line = from.wrapping_add((plane + at) * width.len);
                let line = line.wrapping_offset(start).wrapping_add(left);
                let to = buffer.add((input * rows + row) * pitch + left);
                copy(simd, line, to, right - left);
            }
        }
    }
    Field {
        first: buffer.cast_const(),
        pitch,
        plane: rows * pitch,
    }
}

/// Copies elements, and zeros up to the end of a vector.
///
/// # Safety
///
/// As many elements are readable, and writable up to the end of a vector.
#[inline(always)]
pub(super) unsafe fn copy<T: Element, S: Simd<T>>(
    simd: S,
    from: *const T,
    to: *mut T,
    count: usize,
) {
    let mut at = 0;
    // SAFETY: what is read ends at `count`.
    unsafe {
        while at + S::LANES <= count {
            simd.store(to.add(at), simd.load(from.add(at)));
            at += S::LANES;
        }
        if at < count {
            let vector = simd.load_part(from.add(at), count - at);
            simd.store(to.add(at), vector);
        }
    }
}

/// # Safety
///
/// As many elements are writable.
#[inline(always)]
pub(super) unsafe fn zero<T: Element, S: Simd<T>>(simd: S, to: *mut T, count: usize) {
    let zeros = simd.splat(T::zero());
    let mut at = 0;
    // SAFETY: the vectors end at `count`.
    unsafe {
        while at + S::LANES <= count {
            simd.store(to.add(at), zeros);
            at += S::LANES;
        }
        if at < count {
            simd.store_part(to.add(at), zeros, count - at);
        }
    }
}
