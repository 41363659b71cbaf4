//! A plane with its padding in the buffer.

use super::super::field::{copy, zero};
use super::super::{ROOM, Sizes};
use super::Task;
use crate::Element;
use crate::kernel::{MOST_LANES, Simd};

/// A plane in the buffer, or as many rows of it as fit.
#[derive(Clone, Copy)]
pub(super) struct Padded {
    /// Rows and columns of outputs, and of the plane.
    pub(super) outputs: [usize; 2],
    len: [usize; 2],
    /// Where the plane's first element lies.
    before: [usize; 2],
    /// How far apart its elements are.
    apart: usize,
    /// How far the window moves.
    pub(super) step: usize,
    pub(super) window: usize,
    /// How many of the columns that a window may begin at are computed: all between the first output and the last.
    pub(super) columns: usize,
    /// The distance between rows.
    pub(super) pitch: usize,
    /// How many rows of the buffer a row of outputs needs besides.
    more: usize,
}

impl Padded {
    pub(super) fn new(sizes: &Sizes, task: Task, lanes: usize) -> Self {
        let axes = [&sizes.height, &sizes.width];
        let window = sizes.width.window;
        let stride = sizes.width.stride;
        let (outputs, len, before, step, apart) = match task {
            Task::Forward | Task::ToWeights => (
                axes.map(|axis| axis.places),
                axes.map(|axis| axis.len),
                axes.map(|axis| axis.before),
                stride,
                1,
            ),
            Task::ToInput => (
                axes.map(|axis| axis.len),
                axes.map(|axis| axis.places),
                axes.map(|axis| window - 1 - axis.before),
                1,
                stride,
            ),
        };
        let columns = (outputs[1] - 1) * step + 1;
        Self {
            outputs,
            len,
            before,
            apart,
            step,
            window,
            columns,
            pitch: columns.next_multiple_of(lanes) + window,
            more: usize::from(step > 1 && matches!(task, Task::ToWeights)),
        }
    }

    /// How many rows of outputs fit the buffer: a multiple of `unit`, or all of them made up to one.
    pub(super) fn rows(&self, unit: usize) -> usize {
        let room = (ROOM - MOST_LANES) / self.pitch;
        let most = room.saturating_sub(self.window) / (self.step + self.more);
        (most / unit * unit).min(self.outputs[0].next_multiple_of(unit))
    }

    /// Copies what `rows` rows of outputs from `row` on read of a plane. What is padding in every part of a plane, or in the only
    /// one, is zero from the start; what is padding in one of `several` is made so.
    ///
    /// # Safety
    ///
    /// The plane is readable; the buffer has room for the rows and a vector.
    #[inline(always)]
    pub(super) unsafe fn fill<T: Element, S: Simd<T>, const STEP: usize>(
        &self,
        simd: S,
        plane: *const T,
        (row, rows, several): (usize, usize, bool),
        buffer: *mut T,
    ) {
        let [height, width] = self.len;
        let [above, left] = self.before;
        let columns = self.columns + self.window - 1;
        let lines = (rows - 1) * STEP + self.window;
        let count = columns.saturating_sub(left).div_ceil(self.apart).min(width);
        // The first row of the plane that is there, and where it lies.
        let start = row * STEP;
        let mut at = start.saturating_sub(above).div_ceil(self.apart);
        let mut line = at * self.apart + above - start;
        // SAFETY: `count` elements of a row of the plane are read; they are written to columns before `columns`, and zeros up to
        // the end of a vector, where the next row begins, which is written after it or is padding.
        unsafe {
            if several {
                zero(simd, buffer, lines * self.pitch);
            }
            while line < lines && at < height {
                let from = plane.add(at * width);
                let to = buffer.add(line * self.pitch);
                if self.apart == 1 {
                    copy(simd, from, to.add(left), count);
                } else {
                    spread(from, to.add(left), count);
                }
                at += 1;
                line += self.apart;
            }
        }
    }
}

/// Writes elements that lie side by side with a zero after each: pairs of stores, which the compiler makes whole vectors of.
///
/// # Safety
///
/// As many elements are readable, and twice as many writable.
#[inline(always)]
pub(super) unsafe fn spread<T: Element>(from: *const T, to: *mut T, count: usize) {
    for i in 0..count {
        // SAFETY: as the caller says.
        unsafe {
            *to.add(2 * i) = *from.add(i);
            *to.add(2 * i + 1) = T::zero();
        }
    }
}
