//! A panel of which B is copied on the way: transposed, where it is stored so.

use super::super::{Extent, Kernel, Simd};
use super::between::rows_between;
use super::meanwhile::Meanwhile;
use super::pack::Source;
use super::panel::{Panel, most_rows};
use crate::Element;

/// The first tile of a panel, which fills B's rows, some at a time, while the sums of those before are still being made: the
/// copying finds the time between multiply-adds. The panel's other rows have their code elsewhere.
#[derive(Clone, Copy)]
pub(super) struct Turned<T, M, K, const V: usize, const MASKED: bool> {
    /// Its B is where B's rows go.
    pub(super) panel: Panel<T, M, K, V, MASKED>,
    pub(super) first: First,
    /// Where B is stored.
    pub(super) from: Source<T>,
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Turned<T, M, K, V, MASKED>
{
    /// Runs the tile: here, or if `OUTLINED` each way of copying in a function of its own.
    ///
    /// # Safety
    ///
    /// As [`Panel::run_on`]; the panel's B is writable for its rows, made up to a multiple of `LANES`; `from` is readable for
    /// as many rows, or columns where it is transposed, less its overlap. `first` is what [`First::of`] says of this panel.
    #[inline(always)]
    pub(super) unsafe fn run_on<S: Simd<T>, const OUTLINED: bool>(self, simd: S) {
        match self.first.way {
            Way::Blocks => run::<T, S, _, OUTLINED>(simd, Blocks(self)),
            Way::Copying => run::<T, S, _, OUTLINED>(simd, Copying(self)),
            Way::Transposing => {
                // What can't be is not compiled.
                if const { S::TRANSPOSES_HALVES } {
                    run::<T, S, _, OUTLINED>(simd, OnCore(Transposing(self)));
                }
            }
        }
    }
}

impl<T: Element, const V: usize, const MASKED: bool> Turned<T, usize, usize, V, MASKED> {
    /// Runs the whole panel; the other tiles do something meanwhile.
    ///
    /// # Safety
    ///
    /// As [`run_on`](Self::run_on), and [`Panel::run_with`].
    #[inline(always)]
    pub(super) unsafe fn run_all<S: Simd<T>>(self, simd: S, meanwhile: Meanwhile<T>) {
        let Self { panel, first, .. } = self;
        debug_assert!(panel.a_tiles.is_none());
        let others = panel.some_rows(first.rows, panel.m - first.rows);
        // SAFETY: as the caller says; B's rows are there, once the tile is done.
        unsafe {
            self.run_on::<S, true>(simd);
            others.run_with(simd, meanwhile);
        }
    }
}

/// Runs a kernel here, or in a function of its own.
#[inline(always)]
fn run<T: Element, S: Simd<T>, K: Kernel<T>, const OUTLINED: bool>(
    simd: S,
    kernel: K,
) -> K::Output {
    if OUTLINED {
        simd.outlined(kernel)
    } else {
        kernel.run(simd)
    }
}

/// A kernel as [`Simd::on_core`] runs it.
pub(super) struct OnCore<K>(pub(super) K);

impl<T: Element, K: Kernel<T>> Kernel<T> for OnCore<K> {
    type Output = K::Output;

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> K::Output {
        simd.on_core(self.0)
    }
}

/// The tile, each way of copying: by which method, and of how many rows, out of those that there are.
macro_rules! ways {
    ($($(#[$about:meta])* $way:ident: $run:ident, $rows:expr, of $($height:literal)+;)*) => {
        $($(#[$about])*
        struct $way<T, M, K, const V: usize, const MASKED: bool>(Turned<T, M, K, V, MASKED>);

        impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool> Kernel<T>
            for $way<T, M, K, V, MASKED>
        {
            type Output = ();

            #[inline(always)]
            fn run<S: Simd<T>>(self, simd: S) {
                let Turned { panel, from, .. } = self.0;
                let to = panel.b.cast_mut();
                match const { $rows } {
                    $($height => panel.$run::<S, $height>(simd, from, to),)*
                    rows => unreachable!("a tile of {rows} rows"),
                }
            }
        })*
    };
}
ways! {
    /// [`Way::Blocks`]
    Blocks: tile_after_blocks, most_rows(S::REGISTERS), of 8 6;
    /// [`Way::Copying`]
    Copying: tile_copying, most_rows(S::REGISTERS), of 8 6;
    /// [`Way::Transposing`]
    Transposing: tile_transposing, rows_between(S::REGISTERS, V, S::LANES), of 10 8 6 5;
}

/// How B is copied.
#[derive(Clone, Copy)]
enum Way {
    /// A block at a time, before its steps.
    Blocks,
    /// Between the steps, as it is.
    Copying,
    /// Between the steps, transposed.
    Transposing,
}

/// The first tile of a panel, where it copies B on the way.
#[derive(Clone, Copy)]
pub(super) struct First {
    /// How many rows it has.
    pub(super) rows: usize,
    way: Way,
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
        if rows < LEAST || vectors < 2 {
            return None;
        }
        let lower = rows_between(S::REGISTERS, vectors, S::LANES);
        let most = most_rows(S::REGISTERS);
        // A lower tile may be one tile more: what it costs is more than it saves where rows are many, or vectors short.
        let pays = (rows - lower).div_ceil(most) < rows.div_ceil(most)
            || S::REGISTERS >= 32 && rows <= PAYS_UP_TO;
        if S::TRANSPOSES_HALVES && transposed && whole && pays {
            return Some(Self {
                rows: lower,
                way: Way::Transposing,
            });
        }
        (S::REGISTERS >= registers_to_turn(transposed)).then_some(Self {
            rows: most,
            way: if whole && !transposed {
                Way::Copying
            } else {
                Way::Blocks
            },
        })
    }
}

/// The least rows of a panel with such a tile: with fewer, there is too little to do beside copying.
pub(super) const LEAST: usize = 16;

/// The most rows for which a lower tile saves more than another tile costs.
const PAYS_UP_TO: usize = 640;

/// How many registers copying takes, beside those of a tile: with few there is none to spare for transposing.
pub(super) const fn registers_to_turn(transposed: bool) -> usize {
    if transposed { 32 } else { 16 }
}
