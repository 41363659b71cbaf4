//! A panel of which B is copied on the way: transposed, where it is stored so.

use super::super::{Extent, Kernel, Simd};
use super::pack::Source;
use super::panel::Panel;
use crate::Element;

/// The first tile of a panel, as high as may be, which fills B's rows, some at a time, while the sums of those before are
/// still being made: the copying finds the time between multiply-adds. The panel's other rows have their code elsewhere.
pub(super) struct Turned<T, M, K, const V: usize, const MASKED: bool> {
    /// B's rows are where they go.
    pub(super) panel: Panel<T, M, K, V, MASKED>,
    /// Where they go.
    pub(super) to: *mut T,
    /// B as it is stored.
    pub(super) from: Source<T>,
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Turned<T, M, K, V, MASKED>
{
    /// Runs the tile.
    ///
    /// # Safety
    ///
    /// As [`Panel::run_on`]; `to` is where B's rows are read, and writable for them, made up to a multiple of `LANES`; `from`
    /// is readable for as many rows, or columns where it is transposed.
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
        self.panel.first(simd, self.from, self.to);
    }
}

/// Whether a panel of so many rows and vectors is [`Turned`], transposed or not: the tile has registers to spare for
/// copying, there are several tiles, and enough to do in the first.
pub(super) const fn can_turn(
    (rows, vectors): (usize, usize),
    registers: usize,
    transposed: bool,
) -> bool {
    registers >= registers_to_turn(transposed) && rows >= 16 && vectors > 1
}

/// How many registers copying takes, beside those of a tile: with few there is none to spare for transposing.
pub(super) const fn registers_to_turn(transposed: bool) -> usize {
    if transposed { 32 } else { 16 }
}
