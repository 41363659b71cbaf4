//! Products of few terms, and so of low rank: C goes by row by row, once where it is set and terms are no more than [`TERMS`]. A tile's
//! beginning and end would take longer than its steps.

use super::super::lanes::{keeping, load, save};
use super::super::{Kernel, Simd, Store, each};
use super::ahead::ask_for;
use super::outer::Outer;
use super::panel::is_c_far;
use super::pays::HAS_STACK;
use super::spans::Part;
use super::{Layout, Operands};
use crate::Element;

/// How many terms are summed at a time at most.
pub(super) const TERMS: usize = 8;
/// The same where C is kept or a bias added; and of how many terms this pays where rows are shorter.
const FEW_TERMS: usize = 4;
/// Of so few rows, shorter ones are worth it, and more terms, in parts.
const ROWS: usize = 6;
const MORE_TERMS: usize = 2 * TERMS;

// As `by_rows` lists them.
const _: () = assert!(TERMS == 8 && FEW_TERMS == 4);
// Rows that threads have each, of a product that they divide by rows, are more.
const _: () = assert!(ROWS < super::parts::UNIT);

/// How many vectors of a row are gone through at a time.
const VECTORS: usize = 4;
/// How many bytes of B stay in the first-level cache beside C while all rows go by.
const NEAR: usize = 16 << 10;

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
        // Both are vectors, however they are stored.
        let sizes = (self.operands.a.len(), self.operands.b.len(), 1);
        Outer::new(Layout::Nn, sizes, &mut self.operands).one_term(simd);
    }
}

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
}

/// How many terms a set with so many registers has this form for, in one go: one where code is to be small, as on small targets. Many
/// registers make tiles high, whose beginnings and ends are a smaller part of the work.
const fn most_terms(registers: usize) -> usize {
    match registers {
        _ if !HAS_STACK => 1,
        32.. => FEW_TERMS,
        16.. => TERMS,
        _ => 1,
    }
}

/// Whether a set has it for more than one term.
pub(super) const fn is_for(registers: usize) -> bool {
    most_terms(registers) > 1
}

impl<T: Element> Outer<T> {
    /// Whether the product is of so low a rank, and its rows, whole as they lie in C, are long enough.
    #[inline(always)]
    pub(super) fn has_low_rank<S: Simd<T>>(&self, _: S) -> bool {
        let vectors = self.c_stride / S::LANES;
        let has_all = const { most_terms(S::REGISTERS) == TERMS };
        if has_all && self.m <= ROWS {
            return match self.k {
                2..=FEW_TERMS => vectors >= VECTORS / 2,
                5..=MORE_TERMS => vectors >= VECTORS,
                _ => false,
            };
        }
        match self.k {
            2..=FEW_TERMS => vectors >= VECTORS,
            5..=TERMS => has_all && self.sets() && vectors >= 4 * VECTORS,
            _ => false,
        }
    }

    /// Whether C is set, and no bias added.
    fn sets(&self) -> bool {
        let (store, bias) = self.epilogue(Part::all(self.k));
        store.keep.is_zero() && bias.is_null()
    }

    /// All of C, with operands where they are, if there are [so few terms](Self::has_low_rank).
    #[inline(always)]
    pub(super) fn by_rows<S: Simd<T>>(&self, simd: S) {
        macro_rules! terms {
            ($depth:expr, $all:literal: $($count:literal)*) => {
                match $depth.count {
                    $($count if const { $count <= most_terms(S::REGISTERS) } => {
                        self.terms::<S, $count, $all>(simd, $depth);
                    })*
                    count => unreachable!("{count} terms"),
                }
            };
        }
        let mut start = 0;
        while start < self.k {
            // More than a few terms are compiled for a C that is set alone.
            let sets = start == 0 && self.sets();
            let most = if sets {
                const { most_terms(S::REGISTERS) }
            } else {
                FEW_TERMS
            };
            let depth = Part {
                start,
                count: most.min(self.k - start),
            };
            if sets {
                terms!(depth, true: 1 2 3 4 5 6 7 8);
            } else {
                terms!(depth, false: 1 2 3 4);
            }
            start += depth.count;
        }
    }

    /// The same for one term.
    #[inline(always)]
    fn one_term<S: Simd<T>>(&self, simd: S) {
        let depth = Part::all(1);
        // What decides alike for all vectors had better be known; small code does without.
        if const { is_for(S::REGISTERS) } && self.sets() {
            self.terms::<S, 1, true>(simd, depth);
        } else {
            self.terms::<S, 1, false>(simd, depth);
        }
    }

    /// The same for `K` terms. C is set and no bias added, if that is `ALL`.
    #[inline(always)]
    fn terms<S: Simd<T>, const K: usize, const ALL: bool>(&self, simd: S, depth: Part) {
        debug_assert!(depth.count == K && depth.start + K <= self.k);
        let unit = VECTORS * S::LANES;
        let most = (NEAR / (K * size_of::<T>())).max(unit) / unit * unit;
        for columns in Part::split(self.n, most, unit) {
            let some = self.columns(columns.start, columns.count);
            some.rows::<S, K, ALL>(simd, depth);
        }
    }

    /// The same, of columns whose part of B stays near.
    #[inline(always)]
    fn rows<S: Simd<T>, const K: usize, const ALL: bool>(self, simd: S, depth: Part) {
        let a = self.a_rows(Part::all(self.m), depth);
        let (store, bias) = self.epilogue(depth);
        let (n, step) = (self.n, VECTORS * S::LANES);
        let first = self.b.wrapping_add(depth.start * self.b_stride);
        let asks = is_c_far::<T>(self.m, self.c_stride);
        for row in 0..self.m {
            let mut x = [simd.splat(T::zero()); K];
            each!(p < K, {
                // SAFETY: the row and the term are A's.
                let x_p = unsafe { *a.first.add(row * a.strides.0 + p * a.strides.1) };
                x[p] = simd.splat(store.scale * x_p);
            });
            let line = Line {
                x,
                b: (first, self.b_stride),
                c: self.at(row, 0),
                store,
                bias,
            };
            let mut at = 0;
            // SAFETY: B, C and the bias, if there is one, have n columns.
            unsafe {
                while at + step <= n {
                    if asks {
                        ask_for(simd, line.c.wrapping_add(self.c_stride + at), VECTORS);
                    }
                    line.put::<S, VECTORS, false, ALL>(simd, at, S::LANES);
                    at += step;
                }
                // The last vector takes some columns of the one before, where computing them again gives the same.
                let overlaps = ALL && n >= S::LANES;
                while at < n && (overlaps || at + S::LANES <= n) {
                    let column = at.min(n.wrapping_sub(S::LANES));
                    line.put::<S, 1, false, ALL>(simd, column, S::LANES);
                    at = column + S::LANES;
                }
                if at < n {
                    line.put::<S, 1, true, ALL>(simd, at, n - at);
                }
            }
        }
    }
}

/// Where a row of C is, and what it is made of: B's rows, so far apart, times as many elements of A, and the bias, or null.
struct Line<T, V, const K: usize> {
    x: [V; K],
    b: (*const T, usize),
    c: *mut T,
    store: Store<T>,
    bias: *const T,
}

impl<T: Element, Vector: Copy, const K: usize> Line<T, Vector, K> {
    /// `V` vectors from column `at` on, of `count` elements: all lanes unless `MASKED`. They are set, without a bias, if that is `ALL`.
    ///
    /// # Safety
    ///
    /// C, the bias, if there is one, and `K` rows of B have these columns.
    #[inline(always)]
    unsafe fn put<
        S: Simd<T, Vector = Vector>,
        const V: usize,
        const MASKED: bool,
        const ALL: bool,
    >(
        &self,
        simd: S,
        at: usize,
        count: usize,
    ) {
        let (store, bias, (b, stride)) = (self.store, self.bias, self.b);
        let adds = !ALL && store.keep == T::one() && bias.is_null();
        each!(v < V, {
            let at = at + v * S::LANES;
            // SAFETY: as the caller says.
            unsafe {
                let to = self.c.add(at);
                let line = load(simd, b.add(at), MASKED, count);
                let mut value = if adds {
                    simd.mul_add(self.x[0], line, load(simd, to, MASKED, count))
                } else {
                    simd.mul(self.x[0], line)
                };
                each!(p < K - 1, {
                    let line = load(simd, b.add((p + 1) * stride + at), MASKED, count);
                    value = simd.mul_add(self.x[p + 1], line, value);
                });
                if !ALL && !adds {
                    value = keeping(simd, store, value, to, MASKED, count);
                    if !bias.is_null() {
                        value = simd.add(value, load(simd, bias.add(at), MASKED, count));
                    }
                }
                save(simd, to, value, MASKED, count);
            }
        });
    }
}
