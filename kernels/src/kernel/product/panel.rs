//! A panel of C, a few vectors wide: each step is a row of B times broadcast elements of A, accumulated in registers.

use super::super::each;
use super::super::lanes::load;
use super::super::{Extent, Kernel, Simd, Store};
use super::ahead::{Asks, is_far, soon};
use super::between::rows_between;
use super::most_vectors;
use super::pack::{Source, pack};
use super::pays::HAS_STACK;
use super::split::NearEqual;
use super::tile::Tile;
use super::turned::{LEAST, registers_to_turn};
use crate::Element;

/// C's rows from the first, and of each `V` vectors, the last of which has `last` columns.
///
/// Where `MASKED`, the last vector of B's rows is read as far as `last`; else B is readable for whole vectors, but for its last row,
/// if it is `guarded`.
#[derive(Clone, Copy)]
pub(super) struct Panel<T, M, K, const V: usize, const MASKED: bool> {
    pub(super) m: M,
    pub(super) k: K,
    pub(super) a: *const T,
    /// The distance in A between neighbours along m and along k, unless `a_tiles` says.
    pub(super) a_strides: (usize, usize),
    /// Where A is copied [tile by tile](super::by_tiles): a tile that begins with row r has its elements from r times this on, and its
    /// steps are as far apart as it is high.
    pub(super) a_tiles: Option<usize>,
    pub(super) b: *const T,
    /// The distance between B's rows.
    pub(super) b_stride: usize,
    /// Whether B's last row is read as far as `last`: of the others, what follows is the next one's.
    pub(super) guarded: bool,
    pub(super) c: *mut T,
    /// The distance between C's rows.
    pub(super) c_stride: usize,
    pub(super) last: usize,
    /// How many columns the last vector of C has in common with the one before, if it is a whole one: they are computed twice.
    pub(super) overlap: usize,
    pub(super) store: Store<T>,
    /// What is added to every row of C, or null.
    pub(super) bias: *const T,
    /// Whether m, where it is not known, is all of a product, and that [few](LOW) rows: not the last ones of more, which may be summed with
    /// others on another number of threads.
    pub(super) low: bool,
    pub(super) asks: Asks<T>,
}

/// C is asked for when so many rows of B are left, of more: sooner, and a deep panel would drive it out again; and what is
/// no deeper is over before C comes. Where nothing is deep, a tile is one piece.
pub(super) const NEAR: usize = if HAS_STACK { 64 } else { usize::MAX };

/// The most rows of a tile: with two vectors or more as many as fit the registers, beside a row of B and an element of
/// A; with one, as many as there are registers for their addresses.
pub(super) const fn most_rows(registers: usize) -> usize {
    match registers {
        32.. => 8,
        16.. => 6,
        _ => 4,
    }
}

/// Whether so many rows of C, so far apart, are not in the second-level cache. Where they begin amid a line, most of what a tile writes
/// is two parts of lines, and both wait.
#[inline(always)]
pub(super) const fn is_c_far<T>(rows: usize, stride: usize) -> bool {
    let is_split = !(stride * size_of::<T>()).is_multiple_of(64);
    is_far::<T>(rows, stride, if is_split { 1 } else { 3 })
}

/// Whether a tile of so many rows is lower than those of many rows are.
const fn is_small(registers: usize, height: usize) -> bool {
    height + 1 < most_rows(registers)
}

/// So few rows, or fewer, are [low](Panel::low).
pub(super) const LOW: usize = 3;

/// Whether there are registers for two sums of each vector of so many rows, beside a row of B and an element of A.
const fn two_fit(rows: usize, vectors: usize, registers: usize) -> bool {
    2 * rows * vectors + vectors < registers
}

/// Whether the last vector of a panel, where there are fewer columns left than it has lanes, takes some of the one before: that
/// takes a register for its place in C, which pays where vectors are long and registers many.
pub(super) const fn overlaps(registers: usize) -> bool {
    registers >= 32
}

/// Whether panels read B's rows beyond their ends, but for the last: not where registers are few, and code is to be small.
pub(super) const fn guards(registers: usize) -> bool {
    registers >= 16
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Panel<T, M, K, V, MASKED>
{
    /// Runs the panel.
    ///
    /// # Safety
    ///
    /// A is readable for m rows and k columns by its strides, or as `a_tiles` says. B is for k rows of `V` vectors: the last `last` wide,
    /// if `MASKED`, and in the last row, if that is `guarded`, and then there is one. C is readable and writable for m rows of `V − 1`
    /// vectors and `last ≤ LANES` elements less the `overlap`, and the bias, if it is not null, readable for one such row.
    #[inline(always)]
    pub(super) unsafe fn run_on<S: Simd<T>>(self, simd: S) {
        let m = self.m.get();
        if const { M::KNOWN.is_none() } && m > 0 && is_small(S::REGISTERS, m) {
            self.small_tiles(simd, 0, m, 1);
        } else {
            simd.outlined(self);
        }
    }
}

impl<T: Element, K: Extent, const V: usize, const MASKED: bool> Panel<T, usize, K, V, MASKED> {
    /// `count` rows of the panel from `start` on: where A is copied tile by tile, those of one tile.
    #[inline(always)]
    pub(super) fn some_rows(self, start: usize, count: usize) -> Self {
        debug_assert!(start + count <= self.m);
        Self {
            m: count,
            a: self.a_from(start),
            c: self.c.wrapping_add(start * self.c_stride),
            ..self
        }
    }
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool> Kernel<T>
    for Panel<T, M, K, V, MASKED>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        self.rest(simd, 0);
    }
}

/// `count` small tiles of `height` rows, from `row` on.
struct SmallTiles<'a, T, M, K, const V: usize, const MASKED: bool> {
    panel: &'a Panel<T, M, K, V, MASKED>,
    row: usize,
    height: usize,
    count: usize,
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool> Kernel<T>
    for SmallTiles<'_, T, M, K, V, MASKED>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        // Kept here, where the compiler sees that nothing else writes to it.
        let panel = *self.panel;
        panel.tiles_here::<S, true>(simd, self.row, self.height, self.count);
    }
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Panel<T, M, K, V, MASKED>
{
    /// Where a tile's A begins.
    #[inline(always)]
    pub(super) fn a_from(&self, row: usize) -> *const T {
        let distance = self.a_tiles.unwrap_or(self.a_strides.0);
        self.a.wrapping_add(row * distance)
    }

    /// Whether a tile of so many rows makes its steps in [groups](Tile::group) though k is not known: where vectors go in pairs, the highest
    /// tile does, which takes most of the time. A loop of one step is a branch taken every six cycles. That costs nothing but where another
    /// thread of the core is busy, and the two are given instructions in turn: then it costs a tenth.
    pub(super) const fn groups<S: Simd<T>>(rows: usize) -> bool {
        let is_highest = rows == most_rows(S::REGISTERS) && V == most_vectors(S::REGISTERS);
        HAS_STACK && S::TRANSPOSES_HALVES && S::REGISTERS < 32 && is_highest && K::KNOWN.is_none()
    }

    /// The rows from `start` on.
    #[inline(always)]
    pub(super) fn rest<S: Simd<T>>(&self, simd: S, start: usize) {
        let most = most_rows(S::REGISTERS);
        let parts = NearEqual::new(self.m.get() - start, most);
        // Tiles whose number is known are few, and each best seen for itself.
        if const { M::KNOWN.is_some() } {
            for (row, height) in parts {
                self.tiles(simd, start + row, height, 1);
            }
        } else {
            for (row, height, count) in parts.runs() {
                if count > 0 {
                    self.tiles(simd, start + row, height, count);
                }
            }
        }
    }

    /// `count` tiles of `height` rows, from `row` on. Where any height may come, small ones have a function of their own: one of all tiles
    /// would take the compiler several times as long.
    #[inline(always)]
    fn tiles<S: Simd<T>>(&self, simd: S, row: usize, height: usize, count: usize) {
        if const { M::KNOWN.is_some() } || !is_small(S::REGISTERS, height) {
            self.tiles_here::<S, false>(simd, row, height, count);
        } else {
            self.small_tiles(simd, row, height, count);
        }
    }

    /// The same, of small ones.
    #[inline(always)]
    fn small_tiles<S: Simd<T>>(&self, simd: S, row: usize, height: usize, count: usize) {
        let panel = self;
        simd.alone(SmallTiles {
            panel,
            row,
            height,
            count,
        });
    }

    /// The same, of `SMALL` ones or others, here. The loop is within the choice: what is the same for all tiles is computed once.
    #[inline(always)]
    fn tiles_here<S: Simd<T>, const SMALL: bool>(
        &self,
        simd: S,
        row: usize,
        height: usize,
        count: usize,
    ) {
        macro_rules! heights {
            ($($height:literal)*) => {
                match height {
                    $($height if const { Self::has::<S>($height) && (M::KNOWN.is_some() || is_small(S::REGISTERS, $height) == SMALL) } => {
                        for i in 0..count {
                            self.tile::<S, $height>(simd, row + i * $height);
                        }
                    })*
                    _ => unreachable!("a tile of {height} rows"),
                }
            };
        }
        heights!(8 7 6 5 4 3 2 1);
    }

    /// Whether there is a tile of this height: of all rows, or of those that a first tile leaves.
    pub(super) const fn has<S: Simd<T>>(height: usize) -> bool {
        let most = most_rows(S::REGISTERS);
        let Some(m) = M::KNOWN else {
            return height <= most;
        };
        let mut has = NearEqual::new(m, most).holds(height);
        if V > 1 && m >= LEAST {
            let lower = rows_between(S::REGISTERS, V, S::LANES);
            has |= NearEqual::new(m - most, most).holds(height);
            has |= S::TRANSPOSES_HALVES && NearEqual::new(m - lower, most).holds(height);
        }
        has
    }

    /// `R` rows from `row` on.
    #[inline(always)]
    fn tile<S: Simd<T>, const R: usize>(&self, simd: S, row: usize) {
        debug_assert!(row + R <= self.m.get() && self.last <= S::LANES);
        // What can't be is not compiled.
        if const { M::KNOWN.is_some() } {
            if const { Self::in_two::<S>(R) } {
                self.sums::<S, R, 2, false>(simd, row);
            } else {
                self.sums::<S, R, 1, false>(simd, row);
            }
        } else if const { Self::in_two::<S>(R) } {
            self.sums::<S, R, 2, true>(simd, row);
        } else if const { Self::in_two_if_low::<S>(R) } {
            if self.low {
                self.sums::<S, R, 2, true>(simd, row);
            } else {
                self.sums::<S, R, 1, true>(simd, row);
            }
        } else if const { Self::groups::<S>(R) } && self.a_strides.1 == 1 && self.a_tiles.is_none()
        {
            // As the compiler is to know.
            let panel = Self {
                a_strides: (self.a_strides.0, 1),
                a_tiles: None,
                ..*self
            };
            panel.sums::<S, R, 1, true>(simd, row);
        } else {
            self.sums::<S, R, 1, true>(simd, row);
        }
    }

    /// Whether each sum of a tile of this height is made of two that take turns: eight sums hide the latency of a multiply-add,
    /// fewer do not. Where m is not known, the number of rows has no say in it: a part of a product is then summed as the whole is.
    pub(super) const fn in_two<S: Simd<T>>(height: usize) -> bool {
        let rows = if M::KNOWN.is_some() {
            height
        } else {
            most_rows(S::REGISTERS)
        };
        rows * V <= 8 && two_fit(rows, V, S::REGISTERS)
    }

    /// The same for the tile of a [low](Self::low) panel: whatever its width, as threads may divide columns.
    const fn in_two_if_low<S: Simd<T>>(height: usize) -> bool {
        S::REGISTERS >= 16
            && height <= LOW
            && two_fit(height, most_vectors(S::REGISTERS), S::REGISTERS)
    }

    /// Whether tiles of this height ask for memory: others are few. With few registers tiles are low, and those a row lower are as
    /// many.
    const fn asks<S: Simd<T>>(height: usize) -> bool {
        let lowest = most_rows(S::REGISTERS) - (S::REGISTERS < 32) as usize;
        height >= lowest && K::KNOWN.is_none()
    }

    /// Whether they ask for [what comes later](super::stretch): the two kinds that high panels have.
    const fn asks_along<S: Simd<T>>(height: usize) -> bool {
        S::REGISTERS >= 32 && K::KNOWN.is_none() && !is_small(S::REGISTERS, height)
    }

    /// The same, with each sum in `U` registers.
    #[inline(always)]
    fn sums<S: Simd<T>, const R: usize, const U: usize, const STREWN: bool>(
        &self,
        simd: S,
        row: usize,
    ) {
        let mut tile = Tile::<T, S, R, V, U, STREWN>::new(simd, self, row);
        let k = self.k.get();
        let guarded = const { !MASKED && guards(S::REGISTERS) } && self.guarded;
        let (near, last) = (k.min(NEAR), usize::from(guarded));
        let far = (k - near).next_multiple_of(U);
        // SAFETY: `run_on` asked for m rows and k columns of A, and k rows of B: k steps are made.
        unsafe {
            if const { Self::asks_along::<S>(R) } && self.asks.soon.share > 0 {
                tile.steps_asking_along(self, row, k - last);
            } else if const { Self::asks::<S>(R) } {
                if row == 0 && is_far::<T>(k, self.b_stride, 1) {
                    tile.steps_asking_for_b(self, far);
                } else if const { V > 1 }
                    && self.a_strides.0 == 1
                    && is_far::<T>(k, self.a_strides.1, 3)
                {
                    tile.steps_asking_for_a(self, far);
                } else if const { S::REGISTERS >= 32 } && self.asks.for_a {
                    tile.steps_asking_for_rows(self, far);
                } else {
                    tile.steps(self, far);
                }
                let mut left = k - far - last;
                if k > NEAR {
                    if const { S::REGISTERS >= 32 } {
                        left -= tile.steps_asking_for_c(self, row);
                    } else {
                        self.ask_for_c::<S, R>(simd, row);
                    }
                // Of fewer terms, the next tiles are there before C is.
                } else if self.asks.for_c {
                    let tiles = if k < NEAR / 2 { 4 } else { 2 };
                    self.ask_for_c::<S, R>(simd, row + tiles * R);
                }
                tile.steps(self, left);
            } else {
                tile.steps(self, k - last);
            }
            if guarded {
                tile.guarded_step(self);
            }
        }
        // SAFETY: `run_on` asked for m such rows of C, and for a bias as long; `row + r < m`.
        unsafe { self.put_tile(simd, tile.total(), row) };
    }

    /// The first `R` rows, for which B is copied on the way, a block at a time.
    #[inline(always)]
    pub(super) fn tile_after_blocks<S: Simd<T>, const R: usize>(
        &self,
        simd: S,
        from: Source<T>,
        to: *mut T,
    ) {
        debug_assert!(!self.guarded);
        let mut tile = Tile::<T, S, R, V, 1, false>::new(simd, self, 0);
        let (k, stride) = (self.k.get(), self.b_stride);
        let width = (V - 1) * S::LANES + self.last;
        for done in (0..k).step_by(S::LANES) {
            let block = S::LANES.min(k - done);
            let from = Source {
                // What can't be is not compiled.
                transposed: from.transposed && S::REGISTERS >= registers_to_turn(true),
                ..from.skip(done)
            };
            if const { K::KNOWN.is_none() } {
                soon(simd, from, width);
            }
            // SAFETY: as `Turned::run_on` asked for; the steps are those of the block.
            unsafe {
                pack(simd, from, (width, block), to.add(done * stride), stride);
                tile.steps(self, block);
            }
        }
        // SAFETY: `run_on` asked for as many rows of C, and a bias.
        unsafe { self.put_tile(simd, tile.total(), 0) };
    }

    /// Adds to the sums a row of B, times an element of A for each row. `AMONG` shuffles, an element of half of the rows is
    /// broadcast for each vector anew, by the multiply-add: that takes no time of the units that shuffle. For all rows, that would be
    /// more loads than there is time for. The rows go `back` from the last, or on from the first. `PINNED`, each row's sums are made before
    /// the next one's elements are read: else the compiler would read those of several rows early, and run out of registers.
    ///
    /// # Safety
    ///
    /// `b` is readable for `V` vectors, the last as `run_on` says, or as far as `last` if this is `GUARDED`, and each of the rows for
    /// an element.
    #[inline(always)]
    pub(super) unsafe fn step<
        S: Simd<T>,
        const R: usize,
        const GUARDED: bool,
        const AMONG: bool,
        const PINNED: bool,
    >(
        &self,
        simd: S,
        sums: &mut [[S::Vector; V]; R],
        rows: &[*const T; R],
        b: *const T,
        back: bool,
    ) {
        let mut line = [simd.splat(T::zero()); V];
        each!(v < V, {
            // SAFETY: as the caller says.
            line[v] = unsafe {
                let part = (MASKED || GUARDED) && v == V - 1;
                load(simd, b.add(v * S::LANES), part, self.last)
            };
        });
        each!(i < R, {
            let r = if back { R - 1 - i } else { i };
            // SAFETY: as the caller says.
            let mut x = simd.splat(unsafe { *rows[r] });
            each!(v < V, {
                if const { AMONG && S::BROADCASTS } && r < R / 2 && v > 0 {
                    // SAFETY: as above; the compiler does not see that it is the same.
                    x = simd.splat(unsafe { *simd.opaque(rows[r]) });
                }
                sums[r][v] = simd.mul_add(x, line[v], sums[r][v]);
            });
            if PINNED {
                each!(v < V, {
                    sums[r][v] = simd.pin(sums[r][v]);
                });
            }
        });
    }
}
