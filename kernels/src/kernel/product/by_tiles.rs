//! Copies of A, which is stored transposed, tile by tile.
//!
//! A step of a tile takes a few neighbours of one of A's rows as they lie, and the next step those of the next row, far from them.
//! Copied, what a tile takes lies in the order in which it is read, from one end to the other.

use super::super::lanes::{load, save};
use super::super::{Simd, each};
use super::ahead::ask_for;
use super::outer::ARows;
use super::panel::most_rows;
use super::split::NearEqual;
use crate::Element;

/// Some rows of C, which every panel splits into the same tiles, some steps, and where what the tiles take of A is copied to.
#[derive(Clone, Copy)]
pub(super) struct ByTiles<T> {
    /// The first row's element in the first step, and the distance to the next step's.
    pub(super) from: (*const T, usize),
    pub(super) rows: usize,
    pub(super) steps: usize,
    /// Whether the last step is A's last: it is read no further than a tile's elements go.
    pub(super) ends: bool,
    pub(super) to: *mut T,
}

/// How many tiles are copied side by side, where something else stands between the pieces: so many that lines are mostly read as a
/// whole.
pub(super) const ALONG: usize = 8;
/// The same where all are copied at once: next to all lines are read as a whole.
const ALL_ALONG: usize = 16;
/// How many steps ahead they are asked for.
const SOON: usize = 2;

impl<T: Element> ByTiles<T> {
    /// How many elements there are for a row of C: its steps, and room for a vector that is written beyond a tile's last ones. One
    /// beyond those of another step is where the next step's are written after it.
    #[inline(always)]
    fn distance<S: Simd<T>>(&self, _: S) -> usize {
        self.steps + S::LANES
    }

    /// A's elements, once all pieces are copied.
    #[inline(always)]
    pub(super) fn a_rows<S: Simd<T>>(&self, simd: S) -> ARows<T> {
        ARows {
            first: self.to.cast_const(),
            strides: (1, 0), // a step is as wide as the tile is high
            tiles: Some(self.distance(simd)),
        }
    }

    /// Tiles of one height and then of the other: the first row, the height, and how many there are.
    #[inline(always)]
    fn runs<S: Simd<T>>(&self, _: S) -> [(usize, usize, usize); 2] {
        NearEqual::new(self.rows, most_rows(S::REGISTERS)).runs()
    }

    /// A part of the pieces, of so many near-equal parts.
    #[inline(always)]
    pub(super) fn part<S: Simd<T>, const TILES: usize>(
        self,
        simd: S,
        part: usize,
        parts: usize,
    ) -> Pieces<T, TILES> {
        let runs = self.runs(simd);
        let strips = runs.map(|(_, _, count)| count.div_ceil(TILES));
        let start = |part: usize| (strips[0] + strips[1]) * self.steps * part / parts;
        let done = start(part);
        let (strip, step) = (done / self.steps.max(1), done % self.steps.max(1));
        let (run, strip) = if strip < strips[0] {
            (0, strip)
        } else {
            (1, strip - strips[0])
        };
        let (first, height, count) = runs[run];
        let row = first + strip * TILES * height;
        let distance = self.distance(simd);
        Pieces {
            from: self.from.0.wrapping_add(row + step * self.from.1),
            to: self.to.wrapping_add(row * distance + step * height),
            distance,
            height,
            tiles: count - strip * TILES,
            other: if run == 0 {
                (runs[1].1, runs[1].2)
            } else {
                (0, 0)
            },
            step,
            left: start(part + 1) - done,
            all: self,
        }
    }

    /// Copies all.
    ///
    /// # Safety
    ///
    /// A is readable for these steps, for whole vectors that begin in these rows, or in the last one, if A `ends` with it, for these
    /// rows alone; `to` is writable for each row's steps and `LANES` more.
    #[inline(always)]
    pub(super) unsafe fn copy<S: Simd<T>>(self, simd: S) {
        let mut pieces: Pieces<T, ALL_ALONG> = self.part(simd, 0, 1);
        while pieces.left > 0 {
            // SAFETY: as the caller says.
            unsafe { pieces.copy(simd) };
        }
    }
}

/// Pieces that are left to copy: what up to `TILES` tiles side by side take in a step.
#[derive(Clone, Copy)]
pub(super) struct Pieces<T, const TILES: usize> {
    all: ByTiles<T>,
    /// Where the next one is, and where it goes.
    from: *const T,
    to: *mut T,
    /// See [`ByTiles::distance`].
    distance: usize,
    /// The tiles' height, how many of it are left, these among them, and the same of the other height, if that is left.
    height: usize,
    tiles: usize,
    other: (usize, usize),
    /// Which step it is.
    step: usize,
    pub(super) left: usize,
}

impl<T: Element, const TILES: usize> Pieces<T, TILES> {
    /// None.
    pub(super) const NOTHING: Self = Self {
        all: ByTiles {
            from: (core::ptr::null(), 0),
            rows: 0,
            steps: 0,
            ends: false,
            to: core::ptr::null_mut(),
        },
        from: core::ptr::null(),
        to: core::ptr::null_mut(),
        distance: 0,
        height: 0,
        tiles: 0,
        other: (0, 0),
        step: 0,
        left: 0,
    };

    /// Copies the next one, and asks for one that follows in the same tiles.
    ///
    /// # Safety
    ///
    /// One is left, and A and the place for it are as [`ByTiles::copy`] asks.
    #[inline(always)]
    pub(super) unsafe fn copy<S: Simd<T>>(&mut self, simd: S) {
        let Self { all, height, .. } = *self;
        let (stride, some) = (all.from.1, self.tiles.min(TILES));
        let last = self.step + 1 == all.steps && all.ends;
        let along = some * height;
        ask_for(
            simd,
            self.from.wrapping_add(SOON * stride),
            along.div_ceil(S::LANES),
        );
        for tile in 0..some {
            let from = self.from.wrapping_add(tile * height);
            let to = self.to.wrapping_add(tile * height * self.distance);
            each!(v < const { most_rows(S::REGISTERS).div_ceil(S::LANES) }, {
                let at = v * S::LANES;
                if at < height {
                    let count = S::LANES.min(height - at);
                    // SAFETY: as the caller says.
                    unsafe {
                        let vector = simd.fresh(load(simd, from.add(at), last, count));
                        // A vector much longer than the tile is high would be written across two lines.
                        let part = const { S::LANES >= 2 * most_rows(S::REGISTERS) };
                        save(simd, to.add(at), vector, part, count);
                    }
                }
            });
        }
        self.left -= 1;
        self.step += 1;
        self.from = self.from.wrapping_add(stride);
        self.to = self.to.wrapping_add(height);
        if self.step == all.steps {
            self.step = 0;
            self.from = self
                .from
                .wrapping_add(along)
                .wrapping_sub(all.steps * stride);
            let to = self.to.wrapping_add(along * self.distance);
            self.to = to.wrapping_sub(all.steps * height);
            self.tiles -= some;
            if self.tiles == 0 {
                (self.height, self.tiles) = core::mem::take(&mut self.other);
            }
        }
    }
}
