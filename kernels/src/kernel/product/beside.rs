//! Copies of what comes next, made by the tiles of a panel: the next panel of B, and a part of the next block of A.
//!
//! Multiply-adds leave a processor time to load and to store, but only for what stands among them: what stands between two
//! tiles, where there are none to go on with, costs all the time that it takes. So a tile copies a row of B, or some vectors of
//! A, after every few steps, and asks for what is copied later; and, with registers to spare, for its rows of C, one by one, lest they hold
//! up the others' loads.

use super::super::{Kernel, Simd};
use super::ahead::ask_for;
use super::by_tiles::{ALONG, Pieces};
use super::pack::{Source, columns};
use super::panel::{NEAR, Panel, most_rows};
use super::split::NearEqual;
use super::tile::Tile;
use crate::Element;

/// Rows that are copied one at a time.
#[derive(Clone, Copy)]
pub(super) struct Copied<T> {
    /// The rows from the one on whose turn it is, as they lie.
    from: Source<T>,
    /// Where it goes, and the distance to where the next one does.
    to: *mut T,
    stride: usize,
    /// How many elements a row has: as many as the panel that copies it.
    width: usize,
    /// How many rows are left to copy.
    left: usize,
}

impl<T: Element> Copied<T> {
    /// No rows.
    const NOTHING: Self = Self {
        from: Source {
            first: core::ptr::null(),
            stride: 0,
            transposed: false,
            overlap: 0,
        },
        to: core::ptr::null_mut(),
        stride: 0,
        width: 0,
        left: 0,
    };

    /// Of `count` rows, `width` elements each.
    ///
    /// # Safety
    ///
    /// They are readable, and their places, `stride` apart from `to` on, writable until all are copied.
    #[inline(always)]
    pub(super) unsafe fn rows(
        from: Source<T>,
        (width, count): (usize, usize),
        (to, stride): (*mut T, usize),
    ) -> Self {
        debug_assert!(!from.transposed);
        Self {
            from,
            to,
            stride,
            width,
            left: count,
        }
    }

    /// Copies a row of `V` vectors, and asks for the one `soon` rows on.
    ///
    /// # Safety
    ///
    /// There is one left, and rows are as wide.
    #[inline(always)]
    unsafe fn row<S: Simd<T>, const V: usize>(&mut self, simd: S, soon: usize) {
        debug_assert!(self.width == V * S::LANES);
        // SAFETY: as the caller, and that of `rows`, say.
        unsafe { columns::<T, S, V>(simd, self.from, 0, 1, self.to, self.stride) };
        self.left -= 1;
        ask_for(simd, self.from.skip(soon).first, V);
        self.from = self.from.skip(1);
        self.to = self.to.wrapping_add(self.stride);
    }
}

/// After how many steps something is, at most: so many that what that takes beside the copying is little.
const STEPS: usize = 16;

/// Up to how many things are copied by a tile that makes its steps in groups for one to stand after each: more had better come after more
/// steps, as measured with sums of a thousand terms.
const IN_GROUPS: usize = 16;

/// Whether tiles copy on the way: those for few registers are small.
pub(super) const fn copies_beside(registers: usize) -> bool {
    registers >= 16
}

/// What the tiles of a panel copy.
#[derive(Clone, Copy)]
pub(super) struct Beside<T> {
    /// Rows of B, as wide as the panel.
    pub(super) b: Copied<T>,
    /// Of A, what its tiles take.
    pub(super) a: Pieces<T, ALONG>,
}

impl<T: Element> Beside<T> {
    pub(super) const NOTHING: Self = Self {
        b: Copied::NOTHING,
        a: Pieces::NOTHING,
    };

    /// Whether there is nothing to copy.
    #[inline(always)]
    pub(super) fn is_nothing(&self) -> bool {
        self.b.left + self.a.left == 0
    }

    /// Copies so many rows of B, of `V` vectors, or what is left.
    #[inline(always)]
    fn copy_b<S: Simd<T>, const V: usize>(&mut self, simd: S, share: usize) {
        for _ in 0..share.min(self.b.left) {
            // SAFETY: one is left, and as wide.
            unsafe { self.b.row::<S, V>(simd, share) };
        }
    }

    /// Copies so many pieces of A, or what is left.
    #[inline(always)]
    fn copy_a<S: Simd<T>>(&mut self, simd: S, share: usize) {
        for _ in 0..share.min(self.a.left) {
            // SAFETY: one is left; A and the place for it are as `run_with` asks.
            unsafe { self.a.copy(simd) };
        }
    }
}

/// A panel whose tiles copy on the way. B's rows are without gaps.
#[derive(Clone, Copy)]
pub(super) struct Strewn<T, const V: usize, const MASKED: bool> {
    pub(super) panel: Panel<T, usize, usize, V, MASKED>,
    pub(super) beside: Beside<T>,
}

impl<T: Element, const V: usize, const MASKED: bool> Kernel<T> for Strewn<T, V, MASKED> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { panel, mut beside } = self;
        let most = const { most_rows(S::REGISTERS) };
        let tiles = panel.m.div_ceil(most);
        let share = (beside.b.left.div_ceil(tiles), beside.a.left.div_ceil(tiles));
        let side_by_side = panel.a_strides.0 == 1;
        for (row, height) in NearEqual::new(panel.m, most) {
            macro_rules! tile {
                ($height:literal, $strewn:literal) => {
                    // As other tiles of the panel sum.
                    if const { Panel::<T, usize, usize, V, MASKED>::in_two::<S>($height) } {
                        panel.tile_beside::<S, $height, 2, $strewn>(simd, row, &mut beside, share)
                    } else {
                        panel.tile_beside::<S, $height, 1, $strewn>(simd, row, &mut beside, share)
                    }
                };
            }
            match height {
                // The tiles of a block that is copied: they copy the next one on the way.
                8 if const { most_rows(S::REGISTERS) == 8 } && side_by_side => {
                    tile!(8, false);
                    continue;
                }
                6 if const { most_rows(S::REGISTERS) == 6 } && side_by_side => {
                    tile!(6, false);
                    continue;
                }
                // Of single vectors none are copied so.
                8 if const { V > 1 && most_rows(S::REGISTERS) == 8 } => tile!(8, true),
                7 if const { V > 1 && most_rows(S::REGISTERS) == 8 } => tile!(7, true),
                6 if const { V > 1 && most_rows(S::REGISTERS) == 6 } => tile!(6, true),
                5 if const { V > 1 && most_rows(S::REGISTERS) == 6 } => tile!(5, true),
                // Of low ones there are few.
                _ => {
                    // SAFETY: some of the panel's rows.
                    unsafe { panel.some_rows(row, height).run_on(simd) };
                    beside.copy_b::<S, V>(simd, share.0);
                }
            }
            beside.copy_a(simd, share.1);
        }
    }
}

impl<T: Element, const V: usize, const MASKED: bool> Panel<T, usize, usize, V, MASKED> {
    /// `R` rows from `row` on, each sum in `U` registers, with a `share` of the copies. A's rows are stored side by side, or
    /// `STREWN`, and then none of A is copied.
    #[inline(always)]
    fn tile_beside<S: Simd<T>, const R: usize, const U: usize, const STREWN: bool>(
        &self,
        simd: S,
        row: usize,
        beside: &mut Beside<T>,
        share: (usize, usize),
    ) {
        debug_assert!(row + R <= self.m && !MASKED && !self.guarded);
        debug_assert!(self.b_stride == V * S::LANES);
        // As the compiler is to know.
        let panel = Self {
            a_strides: if !STREWN {
                (1, self.a_strides.1)
            } else if const { Self::groups::<S>(R) } {
                debug_assert!(self.a_strides.1 == 1); // else it is another tile
                (self.a_strides.0, 1)
            } else {
                self.a_strides
            },
            b_stride: V * S::LANES,
            ..*self
        };
        let mut tile = Tile::<T, S, R, V, U, STREWN>::new(simd, &panel, row);
        let share_of_a = if STREWN { 0 } else { share.1 };
        let mut left = self.k;
        let each = Self::steps_between::<S, R, U, STREWN>(self.k, share.0 + share_of_a);
        // Kept here, where the compiler sees that nothing else writes to them.
        let mut rows = beside.b;
        let copies = share.0.min(rows.left);
        // If there is time for it after the copies, C is asked for then, and else with the last rows of B.
        let one_by_one = const { S::REGISTERS >= 32 };
        let has_time = one_by_one && left.saturating_sub((copies + share_of_a) * each) >= NEAR;
        let along = one_by_one && !has_time && copies >= R;
        let mut line = self.c.wrapping_add(row * self.c_stride).cast_const();
        for copy in 0..copies {
            // SAFETY: no more than k steps are made.
            unsafe { panel.next_steps(&mut tile, &mut left, each) };
            // SAFETY: one is left, and as wide as the panel.
            unsafe { rows.row::<S, V>(simd, share.0) };
            if const { S::REGISTERS >= 32 } && along && copy + R >= copies {
                ask_for(simd, line, V);
                line = line.wrapping_add(self.c_stride);
            }
        }
        beside.b = rows;
        if !has_time && !along {
            self.ask_for_c::<S, R>(simd, row);
        }
        if !STREWN {
            let mut pieces = beside.a;
            for _ in 0..share_of_a.min(pieces.left) {
                // SAFETY: no more than k steps are made.
                unsafe { panel.next_steps(&mut tile, &mut left, each) };
                // SAFETY: one is left; A and the place for it are as `run_with` asks.
                unsafe { pieces.copy(simd) };
            }
            beside.a = pieces;
        }
        // SAFETY: no more than k steps are made.
        unsafe {
            if const { S::REGISTERS >= 32 } && has_time {
                tile.last_steps(&panel, left, row);
            } else {
                tile.steps(&panel, left);
            }
        }
        // SAFETY: `run_on` asked for m such rows of C, and for a bias as long; `row + R` is no more than m.
        unsafe { self.put_tile(simd, tile.total(), row) };
    }

    /// After how many of k steps one of so many things is copied: a group, where steps are in groups and that leaves none of them out.
    #[inline(always)]
    fn steps_between<S: Simd<T>, const R: usize, const U: usize, const STREWN: bool>(
        k: usize,
        things: usize,
    ) -> usize {
        let in_groups = const { Self::groups::<S>(R) };
        let group = const { Tile::<T, S, R, V, U, STREWN>::group_size::<usize>() };
        if in_groups && things <= IN_GROUPS && things * group <= k {
            return group;
        }
        let most = (k / (things + 1)).min(STEPS);
        let unit = if in_groups && most >= group {
            group
        } else {
            Tile::<T, S, R, V, U, STREWN>::UNIT
        };
        most / unit * unit
    }

    /// Makes the `next` steps, or as many as are `left`; where they are a group, all of it or none.
    ///
    /// # Safety
    ///
    /// As [`Tile::step`], for all that are left.
    #[inline(always)]
    unsafe fn next_steps<S: Simd<T>, const R: usize, const U: usize, const STREWN: bool>(
        &self,
        tile: &mut Tile<T, S, R, V, U, STREWN>,
        left: &mut usize,
        next: usize,
    ) {
        let group = const { Tile::<T, S, R, V, U, STREWN>::group_size::<usize>() };
        // SAFETY: as the caller says.
        unsafe {
            if const { Self::groups::<S>(R) } && next == group {
                if *left >= group {
                    *left -= group;
                    tile.group(self);
                }
            } else {
                let next = next.min(*left);
                *left -= next;
                tile.steps(self, next);
            }
        }
    }
}
