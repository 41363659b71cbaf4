//! What the tiles of a panel do for a later one.

use super::super::Simd;
use super::beside::{Beside, Strewn, copies_beside};
use super::next::{Next, Turning, turns_next};
use super::panel::{Panel, most_rows};
use super::stretch::Stretch;
use super::turned::LEAST;
use crate::Element;

/// What the tiles of a panel do meanwhile.
#[derive(Clone, Copy)]
pub(super) enum Meanwhile<T> {
    /// Nothing.
    Nothing,
    /// They copy rows as they are.
    Copying(Beside<T>),
    /// They transpose the next panel's B.
    Transposing(Next<T>),
    /// They ask for what comes later.
    Asking(Stretch<T>),
}

/// Whether so many rows have tiles enough to do all of it among their steps.
pub(super) const fn has_tiles_enough(registers: usize, rows: usize) -> bool {
    let least = if most_rows(registers) == 8 {
        2 * LEAST
    } else {
        LEAST + 1
    };
    rows >= least
}

impl<T: Element> Meanwhile<T> {
    /// What they ask for.
    #[inline(always)]
    pub(super) fn asks(&self) -> Stretch<T> {
        match *self {
            Self::Asking(stretch) => stretch,
            _ => Stretch::NOTHING,
        }
    }
}

impl<T: Element, const V: usize, const MASKED: bool> Panel<T, usize, usize, V, MASKED> {
    /// Runs the panel.
    ///
    /// # Safety
    ///
    /// As [`run_on`](Self::run_on). Copies are as [`Copied::rows`](super::beside::Copied::rows) and
    /// [`ByTiles::copy`](super::by_tiles::ByTiles::copy) ask. A panel whose tiles transpose
    /// has whole vectors, and [`turns_next`] says that it does this: the next one's B is readable for as many columns and rows,
    /// and where its rows go is writable for them, made up to a multiple of `LANES`.
    #[inline(always)]
    pub(super) unsafe fn run_with<S: Simd<T>>(self, simd: S, meanwhile: Meanwhile<T>) {
        match meanwhile {
            Meanwhile::Copying(beside) if const { !MASKED && copies_beside(S::REGISTERS) } => {
                let panel = self;
                simd.outlined(Strewn { panel, beside });
            }
            Meanwhile::Transposing(next)
                if const { !MASKED && S::REGISTERS >= 32 && turns_next::<T, S>(V) } =>
            {
                let panel = self;
                simd.outlined(Turning { panel, next });
            }
            // SAFETY: as the caller says.
            _ => unsafe { self.run_on(simd) },
        }
    }
}
