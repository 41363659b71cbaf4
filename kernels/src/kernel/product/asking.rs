//! Steps of a [`Tile`] that ask for memory on the way: for what later steps read, or the rows of C.

use super::super::{Extent, Simd, each};
use super::ahead::{LINES_SOON, SOON, ask_for, ask_for_lines};
use super::panel::{NEAR, Panel};
use super::pays::lanes;
use super::tile::Tile;
use crate::Element;

/// How many steps there are between rows of C that are asked for.
const BETWEEN: usize = 4;
/// The same for some lines of a [stretch](super::stretch).
pub(super) const BETWEEN_LINES: usize = 8;

impl<T: Element, S: Simd<T>, const R: usize, const V: usize, const U: usize, const STREWN: bool>
    Tile<T, S, R, V, U, STREWN>
{
    /// As [`steps`](Self::steps), asking for B, some rows ahead.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(always)]
    pub(super) unsafe fn steps_asking_for_b<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        count: usize,
    ) {
        let mut left = count / U;
        while left > 0 {
            each!(turn < U, {
                ask_for(self.simd, self.b.wrapping_add(SOON * panel.b_stride), V);
                // SAFETY: as the caller says.
                unsafe { self.step(panel, turn) };
            });
            left -= 1;
        }
        // SAFETY: as the caller says.
        unsafe { self.steps(panel, count % U) };
    }

    /// As [`steps`](Self::steps), asking for A, some columns ahead, where each is a line.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(always)]
    pub(super) unsafe fn steps_asking_for_a<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        count: usize,
    ) {
        let mut left = count;
        while left > 0 {
            let some = left.min(LINES_SOON / 2);
            let stride = panel.a_strides.1;
            let line = self.a.at(R - 1).wrapping_add(LINES_SOON * stride);
            ask_for_lines(self.simd, line, stride, some);
            // SAFETY: as the caller says.
            unsafe { self.steps(panel, some) };
            left -= some;
        }
    }

    /// As [`steps`](Self::steps), asking for what the next tile reads of A, a line of each row at a time.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(always)]
    pub(super) unsafe fn steps_asking_for_rows<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        count: usize,
    ) {
        let stride = panel.a_strides.0;
        let mut left = count;
        while left > 0 {
            let some = left.min(lanes::<T>());
            let line = self.a.at(0).wrapping_add(R * stride);
            ask_for_lines(self.simd, line, stride, R);
            // SAFETY: as the caller says.
            unsafe { self.steps(panel, some) };
            left -= some;
        }
    }

    /// As [`steps`](Self::steps), asking for what comes later.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(always)]
    pub(super) unsafe fn steps_asking_along<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        row: usize,
        count: usize,
    ) {
        let line = lanes::<T>();
        let mut soon = panel.asks.soon.from(row);
        let each = (R * panel.asks.soon.share).div_ceil(line * count.div_ceil(BETWEEN_LINES));
        let mut left = count;
        while left > 0 {
            let some = left.min(BETWEEN_LINES);
            ask_for_lines(self.simd, soon.take(each * line), line, each);
            // SAFETY: as the caller says.
            unsafe { self.steps(panel, some) };
            left -= some;
        }
    }

    /// Asks for C's rows from `row` on, some [steps](BETWEEN) after each: all at once, they would hold up what is read meanwhile. Returns
    /// how many steps it makes.
    ///
    /// # Safety
    ///
    /// As [`steps`](Self::steps).
    #[inline(always)]
    pub(super) unsafe fn steps_asking_for_c<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        row: usize,
    ) -> usize {
        const { assert!(BETWEEN.is_multiple_of(U) && R * BETWEEN < NEAR) };
        let mut line = panel.c.wrapping_add(row * panel.c_stride).cast_const();
        for _ in 0..R {
            // As in `ask_for_lines`.
            line = self.simd.opaque(line);
            ask_for(self.simd, line, V);
            line = line.wrapping_add(panel.c_stride);
            // SAFETY: as the caller says.
            unsafe { self.steps(panel, BETWEEN) };
        }
        R * BETWEEN
    }

    /// The last `count` steps, asking for C's rows from `row` on: as late as they come in time, as where nothing else is done meanwhile,
    /// or at once, where steps or registers are few.
    ///
    /// # Safety
    ///
    /// As [`steps`](Self::steps).
    #[inline(always)]
    pub(super) unsafe fn last_steps<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        count: usize,
        row: usize,
    ) {
        let mut left = count;
        // SAFETY: as the caller says.
        unsafe {
            if const { S::REGISTERS >= 32 } && count >= NEAR {
                let before = (count - NEAR).next_multiple_of(U);
                self.steps(panel, before);
                left -= before + self.steps_asking_for_c(panel, row);
            } else {
                panel.ask_for_c::<S, R>(self.simd, row);
            }
            self.steps(panel, left);
        }
    }
}
