//! Panels of A Bᵀ whose tiles transpose the next panel's B.
//!
//! A [first tile](super::between) that transposes its own panel's B has the shuffling of all of it beside the multiply-adds of a
//! few rows, and waits for the first part. Shared by all tiles of the panel before, it is little for each, and B is there when
//! the panel begins.

use core::ops::Range;

use super::super::{Extent, Kernel, Simd};
use super::ahead::ask_for_rows;
use super::between::half;
use super::pack::{Source, pack_rest};
use super::panel::{Panel, most_rows};
use super::pays::lanes;
use super::split::NearEqual;
use super::tile::Tile;
use super::turned::OnCore;
use crate::Element;

/// Whether tiles of panels so many vectors wide transpose the next one's B: those that leave registers for it.
pub(super) const fn turns_next<T: Element, S: Simd<T>>(vectors: usize) -> bool {
    S::TRANSPOSES_HALVES && vectors == 2
}

/// The next panel's B, as wide and as deep as the panel's own.
#[derive(Clone, Copy)]
pub(super) struct Next<T> {
    /// Where it is stored.
    pub(super) from: Source<T>,
    /// Where its rows go.
    pub(super) to: *mut T,
}

/// A panel of whole vectors whose tiles transpose.
#[derive(Clone, Copy)]
pub(super) struct Turning<T, M, K, const V: usize, const MASKED: bool> {
    pub(super) panel: Panel<T, M, K, V, MASKED>,
    pub(super) next: Next<T>,
}

impl<T: Element, const V: usize, const MASKED: bool> Kernel<T>
    for Turning<T, usize, usize, V, MASKED>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let (parts, mut shares) = self.begin(simd, 0);
        for (row, height, count) in parts.runs() {
            macro_rules! tiles {
                ($height:literal) => {{
                    let tiles = TurningTiles::<'_, T, V, MASKED, $height> {
                        turning: &self,
                        row,
                        count,
                        shares: &mut shares,
                    };
                    simd.alone(OnCore(tiles));
                }};
            }
            match height {
                _ if count == 0 => {}
                8 => tiles!(8),
                7 => tiles!(7),
                6 => tiles!(6),
                // There are rows enough, less those of a first tile: 22 or more.
                _ => unreachable!("a tile of {height} rows"),
            }
        }
    }
}

/// The blocks of the next tile.
#[inline(always)]
fn next_share(shares: &mut NearEqual) -> Range<usize> {
    shares
        .next()
        .map_or(0..0, |(first, some)| first..first + some)
}

/// `count` tiles of `R` rows, from `row` on, and the next shares of the next panel's B.
struct TurningTiles<'a, T, const V: usize, const MASKED: bool, const R: usize> {
    turning: &'a Turning<T, usize, usize, V, MASKED>,
    row: usize,
    count: usize,
    shares: &'a mut NearEqual,
}

impl<T: Element, const V: usize, const MASKED: bool, const R: usize> Kernel<T>
    for TurningTiles<'_, T, V, MASKED, R>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        // Kept here, where the compiler sees that nothing else writes to it.
        let turning = *self.turning;
        for i in 0..self.count {
            let blocks = next_share(self.shares);
            turning.tile::<S, R>(simd, self.row + i * R, blocks);
        }
    }
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Turning<T, M, K, V, MASKED>
{
    /// The rows of a panel of known sizes from `start` on, ten or more: for few registers, where all cores are alike.
    ///
    /// # Safety
    ///
    /// As [`Panel::run_with`](Panel::run_with), for any sizes.
    #[inline(always)]
    pub(super) unsafe fn rest<S: Simd<T>>(self, simd: S, start: usize) {
        debug_assert!(S::REGISTERS < 32);
        macro_rules! heights {
            ($($height:literal)*) => {
                let (parts, shares) = self.begin(simd, start);
                for ((row, height), (first, some)) in parts.zip(shares) {
                    let (row, blocks) = (start + row, first..first + some);
                    match height {
                        $($height if const { Panel::<T, M, K, V, MASKED>::has::<S>($height) } => {
                            self.tile::<S, $height>(simd, row, blocks);
                        })*
                        _ => unreachable!("a tile of {height} rows"),
                    }
                }
            };
        }
        heights!(8 7 6 5 4);
    }

    /// How the rows from `start` on are tiles, and which blocks each transposes. What is left of k beside whole ones is transposed at once.
    #[inline(always)]
    fn begin<S: Simd<T>>(&self, simd: S, start: usize) -> (NearEqual, NearEqual) {
        let (rows, k) = (self.panel.m.get() - start, self.panel.k.get());
        let stride = V * S::LANES;
        let whole = k / S::LANES * S::LANES;
        if k > whole {
            let Next { from, to } = self.next;
            // SAFETY: the last rows of those that `run_with` asked for.
            unsafe { pack_rest(simd, from, (stride, k), to) };
        }
        let most = most_rows(S::REGISTERS);
        let (blocks, count) = (V * (whole / S::LANES), rows.div_ceil(most));
        (
            NearEqual::new(rows, most),
            NearEqual::in_parts(blocks, count),
        )
    }

    /// `R` rows from `row` on, and some blocks of the next panel's B.
    #[inline(always)]
    fn tile<S: Simd<T>, const R: usize>(&self, simd: S, row: usize, blocks: Range<usize>) {
        let panel = &self.panel;
        debug_assert!(!panel.guarded);
        let mut tile = Tile::<T, S, R, V, 1, true>::new(simd, panel, row);
        let mut left = panel.k.get();
        let each = left / (blocks.len() + 1);
        // So many steps are made among the block's pieces, and before them those in which its lines come.
        let among = each.min(S::LANES / 2);
        let coming = (each - among).min(COMING);
        // Counted from zero: the code of known sizes is better so.
        for done in 0..blocks.len() {
            let block = blocks.start + done;
            left -= each;
            // A large B comes from memory, which takes longer than lines stay in the first-level cache. Measured for blocks as wide as
            // a line.
            if const { S::LANES == lanes::<T>() } {
                self.ask_for(simd, self.at(simd, block + 1), S::prefetch_early);
            }
            let at = self.at(simd, block);
            // SAFETY: no more than k steps are made.
            unsafe { tile.steps(panel, each - coming - among) };
            self.ask_for(simd, at, S::prefetch);
            // SAFETY: as above.
            unsafe { tile.steps(panel, coming) };
            let mut steps = 0;
            for number in 0..2 {
                self.half(
                    simd,
                    at,
                    number,
                    #[inline(always)]
                    || {
                        if steps < among {
                            // SAFETY: as above.
                            unsafe { tile.step_among(panel) };
                        }
                        steps += 1;
                        tile.pin();
                    },
                );
            }
        }
        // SAFETY: as above; `run_with` asked for m such rows of C, and for a bias as long; `row + R` is no more than m.
        unsafe {
            if const { K::KNOWN.is_none() } {
                tile.last_steps(panel, left, row);
            } else {
                tile.steps(panel, left);
            }
            panel.put_tile(simd, tile.total(), row);
        }
    }

    /// Where a block is: its vector, and its first column in the rows of B. Blocks of the same lines come one after the other: rows a
    /// power of two apart would drive out those of the other vectors' rows, or be driven out. Known sizes are small.
    #[inline(always)]
    fn at<S: Simd<T>>(&self, _: S, block: usize) -> (usize, usize) {
        let in_line = const { in_line::<T, S>() };
        if const { K::KNOWN.is_some() } || in_line == 1 {
            return (block % V, block / V * S::LANES);
        }
        let (group, number) = (block / (in_line * V), block % (in_line * V));
        let first = group * in_line;
        let left = self.panel.k.get() / S::LANES - first;
        let (v, column) = if left >= in_line {
            (number / in_line, number % in_line)
        } else {
            (number / left, number % left)
        };
        (v, (first + column) * S::LANES)
    }

    /// Asks for the lines of the block [`at`](Self::at) a place, in one way or another, unless all of B is near.
    #[inline(always)]
    fn ask_for<S: Simd<T>>(&self, simd: S, (v, column): (usize, usize), ask: impl Fn(S, *const T)) {
        if K::KNOWN.is_none() {
            let from = self.next.from;
            let first = from.skip(column).first;
            let rows = v * S::LANES..(v + 1) * S::LANES;
            ask_for_rows(simd, first, from.stride, rows, ask);
        }
    }

    /// Transposes the first or the second half of the block [`at`](Self::at) a place, with something else between its pieces.
    #[inline(always)]
    fn half<S: Simd<T>>(
        &self,
        simd: S,
        (v, column): (usize, usize),
        number: usize,
        between: impl FnMut(),
    ) {
        let Next { from, to } = self.next;
        // As `packed` chooses panels: a constant for the compiler.
        debug_assert!(from.overlap == 0);
        let from = Source { overlap: 0, ..from };
        let at = (v, column + number * (S::LANES / 2));
        // SAFETY: rows and columns of those that `run_with` asked for.
        unsafe { half(simd, from, (to, V * S::LANES), at, between) };
    }
}

/// How many blocks have their columns in the same lines of B, if its rows begin with one.
const fn in_line<T: Element, S: Simd<T>>() -> usize {
    let count = lanes::<T>() / S::LANES;
    if count == 0 { 1 } else { count }
}

/// In how many steps a block's lines come from the second-level cache or from the third.
const COMING: usize = 32;
