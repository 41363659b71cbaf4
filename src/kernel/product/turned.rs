//! A panel of which B is copied on the way: transposed, where it is stored so.

use super::super::{Extent, Kernel, Simd};
use super::between::rows_between;
use super::pack::Source;
use super::panel::{Panel, most_rows};
use crate::Element;

/// The first tile of a panel, which fills B's rows, some at a time, while the sums of those before are still being made: the
/// copying finds the time between multiply-adds. The panel's other rows have their code elsewhere.
pub(super) struct Turned<T, M, K, const V: usize, const MASKED: bool> {
    /// B's rows are where they go.
    pub(super) panel: Panel<T, M, K, V, MASKED>,
    pub(super) turning: Turning<T>,
}

/// How B is copied, from where it is stored, and where to.
#[derive(Clone, Copy)]
pub(super) struct Turning<T> {
    pub(super) first: First,
    pub(super) from: Source<T>,
    pub(super) to: *mut T,
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Turned<T, M, K, V, MASKED>
{
    /// Runs the tile.
    ///
    /// # Safety
    ///
    /// As [`Panel::run_on`]; `to` is where B's rows are read, and writable for them, made up to a multiple of `LANES`; `from`
    /// is readable for as many rows, or columns where it is transposed. [`First::of`] says that there is such a tile.
    #[inline(always)]
    pub(super) unsafe fn run_on<S: Simd<T>>(self, simd: S) {
        simd.outlined(self);
    }
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool> Kernel<T>
    for Turned<T, M, K, V, MASKED>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { panel, turning } = self;
        let Turning { first, from, to } = turning;
        if !first.between {
            panel.first(simd, from, to);
        } else if S::TRANSPOSES_HALVES && from.transposed {
            panel.first_transposing(simd, from, to);
        } else {
            panel.first_copying(simd, from, to);
        }
    }
}

/// The first tile of a panel, where it copies B on the way.
#[derive(Clone, Copy)]
pub(super) struct First {
    /// How many rows it has.
    pub(super) rows: usize,
    /// Whether B is copied between the steps; else a block at a time, before its steps.
    between: bool,
}

impl First {
    /// That of a panel of so many rows and vectors, of which the last is `whole` or not, if there is one: where there are
    /// several tiles, and enough to do in the first, and the tile has registers to spare for copying, or is lower.
    #[inline(always)]
    pub(super) fn of<T: Element, S: Simd<T>>(
        (rows, vectors): (usize, usize),
        whole: bool,
        transposed: bool,
    ) -> Option<Self> {
        if rows < 16 || vectors < 2 {
            return None;
        }
        let lower = rows_between(S::REGISTERS, vectors);
        let most = most_rows(S::REGISTERS);
        // A lower tile may be one tile more: what it costs is more than it saves where rows are many, or vectors short.
        let pays = (rows - lower).div_ceil(most) < rows.div_ceil(most)
            || S::REGISTERS >= 32 && rows <= MANY;
        if S::TRANSPOSES_HALVES && transposed && whole && pays {
            return Some(Self {
                rows: lower,
                between: true,
            });
        }
        (S::REGISTERS >= registers_to_turn(transposed)).then_some(Self {
            rows: most,
            between: whole && !transposed,
        })
    }
}

/// More rows than this are many.
const MANY: usize = 640;

/// How many registers copying takes, beside those of a tile: with few there is none to spare for transposing.
pub(super) const fn registers_to_turn(transposed: bool) -> usize {
    if transposed { 32 } else { 16 }
}
