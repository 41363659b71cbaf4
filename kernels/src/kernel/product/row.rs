//! One row times a matrix: the row of C stays in registers while B's rows go by.

use super::super::lanes::{keeping, load, save};
use super::super::{Extent, Kernel, Simd, each};
use super::streamed::Streamed;
use super::{Epilogue, Operands};
use crate::Element;

/// c ← keep · c + scale · a B + bias, with sizes and operands that [`product`](super::product) has checked; the epilogue is
/// applied, if it has a form for registers.
pub(super) struct RowTimes<'a, T, N, K, E> {
    pub(super) n: N,
    pub(super) k: K,
    pub(super) operands: Operands<'a, T>,
    pub(super) epilogue: E,
}

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> Kernel<T> for RowTimes<'_, T, N, K, E> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if self.added(simd) {
            return;
        }
        let n = self.n.get();
        let mut column = 0;
        if const { Self::may_stream::<S>() } && self.pays_streamed(simd) {
            column = simd.outlined(Streamed(&mut self));
        }
        // A kilobyte of each row at a time, with AVX-512, comes from the second-level cache half as fast again as half of one.
        if const { S::REGISTERS >= 32 && Self::may_have(16 * S::LANES) } {
            while column + 16 * S::LANES <= n {
                self.vectors::<S, 16, 1, false>(simd, column, S::LANES);
                column += 16 * S::LANES;
            }
        }
        // Few vectors are summed in several registers each: that hides the latency.
        if const { Self::may_have(8 * S::LANES) } {
            while column + 8 * S::LANES <= n {
                self.vectors::<S, 8, 1, false>(simd, column, S::LANES);
                column += 8 * S::LANES;
            }
        }
        if const { Self::may_have(4 * S::LANES) } && column + 4 * S::LANES <= n {
            self.vectors::<S, 4, 2, false>(simd, column, S::LANES);
            column += 4 * S::LANES;
        }
        while column < n {
            let left = n - column;
            if const { Self::may_have(S::LANES + 1) } && left > S::LANES {
                let last = left.min(2 * S::LANES) - S::LANES;
                self.vectors::<S, 2, 4, true>(simd, column, last);
                column += S::LANES + last;
            } else {
                self.vectors::<S, 1, 4, true>(simd, column, left);
                column = n;
            }
        }
    }
}

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> RowTimes<'_, T, N, K, E> {
    /// Whether there may be so many columns: what can't be is not compiled.
    const fn may_have(columns: usize) -> bool {
        !matches!(N::KNOWN, Some(n) if n < columns)
    }

    /// Adds up B's rows in C itself, if that is all and the set has something for it.
    #[inline(always)]
    fn added<S: Simd<T>>(&mut self, simd: S) -> bool {
        let Operands {
            a,
            b,
            c,
            store,
            bias,
        } = &mut self.operands;
        if !S::ADDS_MULTIPLES || !E::NOTHING || bias.is_some() || !store.keep.is_zero() {
            return false;
        }
        c.fill(T::zero());
        let (to, from) = ((c.as_mut_ptr(), false), (b.as_ptr(), true));
        // SAFETY: B has as many rows as a has elements, each as long as C, which overlaps nothing.
        unsafe { simd.add_multiples(to, from, (a, store.scale), c.len()) }
    }

    /// `V` vectors from `column` on, the last of which has `last` elements: all lanes unless `MASKED`. Each is summed in
    /// `U` registers, which take turns.
    #[inline(always)]
    fn vectors<S: Simd<T>, const V: usize, const U: usize, const MASKED: bool>(
        &mut self,
        simd: S,
        column: usize,
        last: usize,
    ) {
        let (n, k) = (self.n.get(), self.k.get());
        debug_assert!(column + (V - 1) * S::LANES + last <= n);
        let mut sums = [[simd.splat(T::zero()); V]; U];
        let a = self.operands.a.as_ptr();
        // From the second-level cache, a core with whole units reads long pieces of one row half as fast again as of four (Zen 5).
        let streams = const { V >= 8 && S::REGISTERS >= 32 } && self.streams(simd);
        let mut p = 0;
        // SAFETY: `product` checked that A has k elements.
        unsafe {
            if const { S::SPLATS_FOUR } && !streams {
                while p + 4 <= k {
                    let x = simd.splat_four(a.add(p));
                    each!(i < 4, {
                        self.step::<S, V, MASKED>(
                            simd,
                            &mut sums[i % U],
                            x[i],
                            p + i,
                            column,
                            last,
                        );
                    });
                    p += 4;
                }
            }
            while p + U <= k {
                each!(u < U, {
                    let x = simd.splat(*a.add(p + u));
                    self.step::<S, V, MASKED>(simd, &mut sums[u], x, p + u, column, last);
                });
                p += U;
            }
            while p < k {
                let x = simd.splat(*a.add(p));
                self.step::<S, V, MASKED>(simd, &mut sums[0], x, p, column, last);
                p += 1;
            }
        }
        each!(v < V, {
            let mut sum = sums[0][v];
            each!(u < U - 1, {
                sum = simd.add(sum, sums[u + 1][v]);
            });
            let masked = MASKED && v == V - 1;
            // SAFETY: the columns lie within n.
            unsafe { self.put(simd, sum, column + v * S::LANES, masked, last) };
        });
    }

    /// Writes a vector of sums to the columns from `column` on, with all that follows.
    ///
    /// # Safety
    ///
    /// There are as many columns as lanes, or if this is `masked`, `last`.
    #[inline(always)]
    pub(super) unsafe fn put<S: Simd<T>>(
        &mut self,
        simd: S,
        sum: S::Vector,
        column: usize,
        masked: bool,
        last: usize,
    ) {
        let store = self.operands.store;
        // SAFETY: `product` checked that C has n elements, and the bias too; the caller, that the columns lie within n.
        unsafe {
            let to = self.operands.c.as_mut_ptr().add(column);
            let value = simd.mul(simd.splat(store.scale), sum);
            let mut value = keeping(simd, store, value, to, masked, last);
            if let Some(bias) = self.operands.bias {
                value = simd.add(value, load(simd, bias.as_ptr().add(column), masked, last));
            }
            let value = self.epilogue.finish_lanes(simd, value);
            save(simd, to, value, masked, last);
        }
    }

    /// Adds row `p` of B, times its element x of a, to the sums.
    #[inline(always)]
    fn step<S: Simd<T>, const V: usize, const MASKED: bool>(
        &self,
        simd: S,
        sums: &mut [S::Vector; V],
        x: S::Vector,
        p: usize,
        column: usize,
        last: usize,
    ) {
        debug_assert!(p < self.k.get());
        // SAFETY: `product` checked that A has k elements and B k·n; `p < k`, and the columns lie within n.
        unsafe {
            let line = self.operands.b.as_ptr().add(p * self.n.get() + column);
            each!(v < V, {
                let masked = MASKED && v == V - 1;
                let line = load(simd, line.add(v * S::LANES), masked, last);
                sums[v] = simd.mul_add(x, line, sums[v]);
            });
        }
    }
}
