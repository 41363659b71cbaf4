//! The outer product of two vectors: C goes by once, row by row.

use super::super::lanes::{keeping, load, save};
use super::super::{Kernel, Simd, each};
use super::Operands;
use crate::Element;

/// C ← keep · C + scale · a bᵀ + bias, with sizes and operands that [`product`](super::product) has checked.
pub(super) struct RankOne<'a, T> {
    pub(super) operands: Operands<'a, T>,
}

impl<T: Element> Kernel<T> for RankOne<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if self.added(simd) {
            return;
        }
        let n = self.operands.b.len();
        for row in 0..self.operands.a.len() {
            let mut at = 0;
            while at + VECTORS * S::LANES <= n {
                self.vectors::<S, VECTORS, false>(simd, row, at, S::LANES);
                at += VECTORS * S::LANES;
            }
            while at + S::LANES <= n {
                self.vectors::<S, 1, false>(simd, row, at, S::LANES);
                at += S::LANES;
            }
            if at < n {
                self.vectors::<S, 1, true>(simd, row, at, n - at);
            }
        }
    }
}

/// How many vectors of a row are gone through at a time.
const VECTORS: usize = 4;

impl<T: Element> RankOne<'_, T> {
    /// Adds to C, if that is all and the set has something for it.
    #[inline(always)]
    fn added<S: Simd<T>>(&mut self, simd: S) -> bool {
        let Operands {
            a,
            b,
            c,
            store,
            bias,
        } = &mut self.operands;
        let (to, from) = ((c.as_mut_ptr(), true), (b.as_ptr(), false));
        // SAFETY: C has as many rows as a has elements, each as long as b, and overlaps nothing.
        store.keep == T::one()
            && bias.is_none()
            && unsafe { simd.add_multiples(to, from, (a, store.scale), b.len()) }
    }

    /// `V` vectors of a row from `at` on, of `count` elements: all lanes unless `MASKED`.
    #[inline(always)]
    fn vectors<S: Simd<T>, const V: usize, const MASKED: bool>(
        &mut self,
        simd: S,
        row: usize,
        at: usize,
        count: usize,
    ) {
        let n = self.operands.b.len();
        debug_assert!(row < self.operands.a.len() && at + (V - 1) * S::LANES + count <= n);
        let x = simd.splat(self.operands.store.scale * self.operands.a[row]);
        let adds = self.operands.store.keep == T::one() && self.operands.bias.is_none();
        each!(v < V, {
            let at = at + v * S::LANES;
            // SAFETY: these elements end at n at the latest, the length of b, of the bias and of C's rows, of which there are
            // as many as a has elements.
            unsafe {
                let to = self.operands.c.as_mut_ptr().add(row * n + at);
                let line = load(simd, self.operands.b.as_ptr().add(at), MASKED, count);
                let value = if adds {
                    let held = load(simd, to, MASKED, count);
                    simd.mul_add(x, line, held)
                } else {
                    let value = simd.mul(x, line);
                    let mut value = keeping(simd, self.operands.store, value, to, MASKED, count);
                    if let Some(bias) = self.operands.bias {
                        let bias = bias.as_ptr().add(at);
                        value = simd.add(value, load(simd, bias, MASKED, count));
                    }
                    value
                };
                save(simd, to, value, MASKED, count);
            }
        });
    }
}
