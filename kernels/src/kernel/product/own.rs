//! Which products have code of their own: those of sizes that are all known, and not large.

use core::marker::PhantomData;

use super::super::{ByExtent, Extent, Run};
use super::epilogue::Epilogue;
use super::fixed::{Fixed, has_own};
use super::row::RowTimes;
use super::row_dots::RowDots;
use super::{Layout, Operands, Stored};
use crate::Element;

/// What a size chooses. Debug builds are to be quick to make, and share the code of all sizes: they do not even name that of known ones,
/// for the compiler goes through all that is named.
#[inline(always)]
pub(super) fn choose<C: ByExtent>(size: impl Extent, choice: C) -> C::Output {
    #[cfg(debug_assertions)]
    return choice.at_run_time(size.get());
    #[cfg(not(debug_assertions))]
    size.choose(choice)
}

/// A product of one row, once its number of columns is seen. Whether the epilogue is done as well comes of it.
pub(super) struct OneRow<'a, L, T, R, K, E> {
    pub(super) layout: PhantomData<L>,
    pub(super) by: R,
    pub(super) k: K,
    pub(super) operands: Operands<'a, T>,
    pub(super) epilogue: E,
}

impl<L: Stored, T: Element, R: Run, K: Extent, E: Epilogue<T>> ByExtent
    for OneRow<'_, L, T, R, K, E>
{
    type Output = bool;

    #[inline(always)]
    fn known<N: Extent>(self, n: N) -> bool {
        let Self {
            by,
            k,
            mut operands,
            epilogue,
            ..
        } = self;
        // A row is stored alike either way.
        if const { matches!(L::LAYOUT, Layout::Nt) } {
            by.run(RowDots {
                n,
                k,
                first: 0,
                operands: &mut operands,
                epilogue,
            });
        } else {
            by.run(RowTimes {
                n,
                k,
                operands,
                epilogue,
            });
        }
        E::LANES
    }

    #[inline(always)]
    fn at_run_time(self, n: usize) -> bool {
        T::product_of_all_sizes(L::LAYOUT, (1, n, self.k.get()), self.operands);
        false
    }
}

/// A product, once its number of rows is seen.
pub(super) struct OfRows<'a, L, T, R, N, K> {
    pub(super) layout: PhantomData<L>,
    pub(super) by: R,
    pub(super) n: N,
    pub(super) k: K,
    pub(super) operands: Operands<'a, T>,
}

impl<L: Stored, T: Element, R: Run, N: Extent, K: Extent> ByExtent for OfRows<'_, L, T, R, N, K> {
    type Output = ();

    #[inline(always)]
    fn known<M: Extent>(self, m: M) {
        let Self {
            layout,
            by,
            n,
            k,
            operands,
        } = self;
        let terms = OfTerms {
            layout,
            by,
            m,
            n,
            operands,
        };
        choose(k, terms);
    }

    #[inline(always)]
    fn at_run_time(self, m: usize) {
        let sizes = (m, self.n.get(), self.k.get());
        T::product_of_all_sizes(L::LAYOUT, sizes, self.operands);
    }
}

/// The same, once the number of terms of its sums is seen.
struct OfTerms<'a, L, T, R, M, N> {
    layout: PhantomData<L>,
    by: R,
    m: M,
    n: N,
    operands: Operands<'a, T>,
}

impl<L: Stored, T: Element, R: Run, M: Extent, N: Extent> ByExtent for OfTerms<'_, L, T, R, M, N> {
    type Output = ();

    #[inline(always)]
    fn known<K: Extent>(self, k: K) {
        if const { has_own::<T>(M::KNOWN, N::KNOWN, K::KNOWN) } {
            let Self {
                layout,
                m,
                n,
                operands,
                ..
            } = self;
            operands.check((m.get(), n.get(), k.get()));
            self.by.run(Fixed {
                layout,
                sizes: (m, n, k),
                operands,
            });
        } else {
            self.at_run_time(k.get());
        }
    }

    #[inline(always)]
    fn at_run_time(self, k: usize) {
        let sizes = (self.m.get(), self.n.get(), k);
        T::product_of_all_sizes(L::LAYOUT, sizes, self.operands);
    }
}
