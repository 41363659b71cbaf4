//! Which products have code of their own: those of sizes that are all known, and not large.

use core::marker::PhantomData;

use super::super::{ByExtent, Extent, Run};
use super::fixed::{Fixed, has_own};
use super::{Operands, Stored};
use crate::Element;

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
        k.choose(OfTerms {
            layout,
            by,
            m,
            n,
            operands,
        });
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
