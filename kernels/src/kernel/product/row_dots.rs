//! One row times a matrix that is stored transposed: dot products, each of which has registers of its own.

use super::super::isa::Rows;
use super::super::lanes::{keeping, load, save};
use super::super::{Extent, Kernel, Simd, each};
use super::caches::is_near;
use super::dot::{dots, lines, put};
use super::{Epilogue, Operands};
use crate::Element;

/// c ← keep · c + scale · a Bᵀ + bias, for a row, with sizes and operands that [`product`](super::product) has checked; the
/// epilogue is applied, if it has a form for registers.
pub(super) struct RowDots<'o, 'a, T, N, K, E> {
    pub(super) n: N,
    pub(super) k: K,
    /// The first of the columns of C that are computed: 0 if n is known.
    pub(super) first: usize,
    pub(super) operands: &'o mut Operands<'a, T>,
    pub(super) epilogue: E,
}

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> Kernel<T> for RowDots<'_, '_, T, N, K, E> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if const { K::KNOWN.is_none() && S::REGISTERS >= 16 } {
            return self.of_any_length(simd);
        }
        let (n, mut column) = (self.n.get(), self.first);
        while column < n {
            let left = n - column;
            column += match left {
                9.. if const { Self::has::<S>(16, 16) } => self.vector::<S, 16, 16>(simd, column),
                5.. if const { Self::has::<S>(16, 8) } => self.vector::<S, 16, 8>(simd, column),
                _ if const { Self::has::<S>(16, 4) } => self.vector::<S, 16, 4>(simd, column),
                5.. if const { Self::has::<S>(8, 8) } => self.vector::<S, 8, 8>(simd, column),
                _ if const { Self::has::<S>(8, 4) } => self.vector::<S, 8, 4>(simd, column),
                _ if const { Self::has::<S>(4, 4) } => self.vector::<S, 4, 4>(simd, column),
                _ if const { S::LANES < 4 || S::REGISTERS < 16 } => self.four(simd, column),
                _ => unreachable!("{left} columns"),
            };
        }
    }
}

/// How many vectors a dot product has at least that is summed in several registers, unless it is one of the last few: few streams,
/// where B comes from afar.
const LONG: usize = 8;
/// The same where B is near.
const LONG_NEAR: usize = 32;
/// How many registers that are: they take turns.
const U: usize = 4;

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> RowDots<'_, '_, T, N, K, E> {
    /// All columns, of sums whose length is not known: in groups of which all are there, as rows of B at even distances are found by few
    /// instructions.
    #[inline(always)]
    fn of_any_length<S: Simd<T>>(&mut self, simd: S) {
        let (n, mut column) = (self.n.get(), self.first);
        let long = if is_near::<T>(n * self.k.get()) {
            LONG_NEAR
        } else {
            LONG
        };
        if self.k.get() < long * S::LANES {
            column += match S::LANES {
                16 => self.groups::<S, 16, 16>(simd, column),
                8 => self.groups::<S, 8, 8>(simd, column),
                4 => self.groups::<S, 4, 4>(simd, column),
                _ => 0,
            };
            column += match S::LANES {
                16 => self.groups::<S, 16, 8>(simd, column),
                8 => self.groups::<S, 8, 4>(simd, column),
                _ => 0,
            };
        }
        while column + 4 <= n {
            self.long::<S, 4>(simd, column);
            column += 4;
        }
        while column < n {
            self.long::<S, 1>(simd, column);
            column += 1;
        }
    }

    /// As many groups of `H` columns as there are, from `column` on. Returns how many columns these are.
    #[inline(always)]
    fn groups<S: Simd<T>, const W: usize, const H: usize>(
        &mut self,
        simd: S,
        column: usize,
    ) -> usize {
        let groups = (self.n.get() - column) / H;
        if const { S::LANES == W } {
            for group in 0..groups {
                self.vector::<S, W, H>(simd, column + group * H);
            }
        }
        groups * H
    }

    /// Whether a vector has so many lanes, and a row of C may have pieces of so many columns: a whole vector, or the last ones. What
    /// can't be is not compiled.
    const fn has<S: Simd<T>>(lanes: usize, columns: usize) -> bool {
        let fits = S::LANES == lanes && S::REGISTERS >= 16;
        // Of sums whose length is not known, some columns may be done already.
        let (Some(n), Some(_)) = (N::KNOWN, K::KNOWN) else {
            return fits;
        };
        let (rest, less) = (n % lanes, if columns > 4 { columns / 2 } else { 0 });
        let is_last = less < rest && rest <= columns;
        fits && (is_last || columns == lanes && n >= lanes)
    }

    /// The row a.
    #[inline(always)]
    fn a(&self) -> *const T {
        debug_assert!(self.operands.a.len() == self.k.get());
        self.operands.a.as_ptr()
    }

    /// `W` columns, of long rows of B, each summed in several registers: few streams from memory at a time.
    #[inline(always)]
    fn long<S: Simd<T>, const W: usize>(&mut self, simd: S, column: usize) {
        const FAR: usize = 4 * U;
        let k = self.k.get();
        let a = self.a();
        let b = self.operands.b[column * k..(column + W) * k].as_ptr();
        let mut sums = [[simd.splat(T::zero()); U]; W];
        // SAFETY: `W` rows of B are cut out above, and a has k elements; what is read of each ends at k.
        unsafe {
            let mut p = 0;
            // A kilobyte of each row at a time, with AVX-512, comes from the second-level cache a quarter faster.
            if const { S::REGISTERS >= 32 } && k >= 2 * FAR * S::LANES {
                p = pieces::<T, S, W, FAR>(simd, &mut sums, (a, b), k, p);
            }
            p = pieces::<T, S, W, U>(simd, &mut sums, (a, b), k, p);
            while p + S::LANES <= k {
                let x = simd.load(a.add(p));
                each!(w < W, {
                    sums[w][0] = simd.mul_add(x, simd.load(b.add(w * k + p)), sums[w][0]);
                });
                p += S::LANES;
            }
            if p < k {
                let x = simd.load_part(a.add(p), k - p);
                each!(w < W, {
                    let line = simd.load_part(b.add(w * k + p), k - p);
                    sums[w][0] = simd.mul_add(x, line, sums[w][0]);
                });
            }
        }
        let mut totals = [simd.splat(T::zero()); W];
        each!(w < W, {
            let [a, b, c, d] = sums[w];
            totals[w] = simd.add(simd.add(a, b), simd.add(c, d));
        });
        let mut found = [T::zero(); 4];
        if W == 4 {
            found = simd.sum_four([totals[0], totals[1], totals[2], totals[3]]);
        } else {
            each!(w < W, {
                found[w] = simd.sum(totals[w]);
            });
        }
        self.put::<S, W>(simd, column, found);
    }

    /// `H` columns, at most as many as a vector has lanes, `W`: their sums make a vector of C. Returns `H`.
    #[inline(always)]
    fn vector<S: Simd<T>, const W: usize, const H: usize>(
        &mut self,
        simd: S,
        column: usize,
    ) -> usize {
        let (n, k) = (self.n.get(), self.k.get());
        debug_assert!(column < n && W == S::LANES && H <= W);
        let a = self.a();
        let count = (n - column).min(H);
        let mut sums = [simd.splat(T::zero()); W];
        if const { K::KNOWN.is_none() } {
            let b = self.operands.b[column * k..(column + H) * k].as_ptr();
            let mut lines = Rows::<T, S, true>::new(simd, (b, k));
            let mut left = k;
            let mut a = a;
            // SAFETY: `H` rows of B are cut out, and a has k elements; the reads end at k.
            unsafe {
                while left >= S::LANES {
                    let x = simd.load(a);
                    each!(w < H, {
                        sums[w] = simd.mul_add(x, simd.load(lines.at(w)), sums[w]);
                    });
                    a = a.add(S::LANES);
                    lines.advance(S::LANES);
                    left -= S::LANES;
                }
                if left > 0 {
                    let x = simd.load_part(a, left);
                    each!(w < H, {
                        let line = simd.load_part(lines.at(w), left);
                        sums[w] = simd.mul_add(x, line, sums[w]);
                    });
                }
            }
        } else {
            let lines = lines::<T, H>(self.operands.b, (n, k), column);
            // SAFETY: a has k elements, and B has n rows of k elements, as `product` checked, and `lines` are rows of it; the
            // reads within a row end at k.
            unsafe {
                let mut p = 0;
                while p + S::LANES <= k {
                    let x = simd.load(a.add(p));
                    each!(w < H, {
                        sums[w] = simd.mul_add(x, simd.load(lines[w].add(p)), sums[w]);
                    });
                    p += S::LANES;
                }
                if p < k {
                    let x = simd.load_part(a.add(p), k - p);
                    each!(w < H, {
                        let line = simd.load_part(lines[w].add(p), k - p);
                        sums[w] = simd.mul_add(x, line, sums[w]);
                    });
                }
            }
        }
        // SAFETY: C and the bias have `count` elements there.
        unsafe {
            let to = self.operands.c[column..column + count].as_mut_ptr();
            let part = count < W;
            let value = simd.mul(simd.splat(self.operands.store.scale), simd.sum_each(&sums));
            let mut value = keeping(simd, self.operands.store, value, to, part, count);
            if let Some(bias) = self.operands.bias {
                let bias = bias[column..column + count].as_ptr();
                value = simd.add(value, load(simd, bias, part, count));
            }
            let value = self.epilogue.finish_lanes(simd, value);
            save(simd, to, value, part, count);
        }
        H
    }

    /// Up to four columns, of a set with few registers, or with something better than vectors for that. Returns four.
    #[inline(always)]
    fn four<S: Simd<T>>(&mut self, simd: S, column: usize) -> usize {
        let (n, k, a) = (self.n.get(), self.k.get(), self.a());
        let lines = lines::<T, 4>(self.operands.b, (n, k), column);
        // SAFETY: a has k elements, and B has n rows of k elements, as `product` checked, and these are rows of it.
        let found = unsafe { simd.four_dots(a, &lines, k) };
        let totals = found.unwrap_or_else(
            #[inline(always)]
            || {
                // SAFETY: the same rows.
                let [sums] = unsafe { dots::<T, S, 1, 4>(simd, (a, k), &lines, k) };
                simd.sum_four(sums)
            },
        );
        self.put::<S, 4>(simd, column, totals);
        4
    }

    /// Writes up to `W` totals.
    #[inline(always)]
    fn put<S: Simd<T>, const W: usize>(&mut self, simd: S, column: usize, totals: [T; 4]) {
        let (n, epilogue) = (self.n.get(), self.epilogue);
        let count = (n - column).min(W);
        put::<T, S>(simd, self.operands, (0, column, count), totals, epilogue);
    }
}

/// Adds to the sums of `W` rows of B, k apart, their products with a row of A from `p` on, `C` vectors of each row at a time.
/// Returns where there are less left.
///
/// # Safety
///
/// A's row is readable for k elements, and B's rows are.
#[inline(always)]
unsafe fn pieces<T: Element, S: Simd<T>, const W: usize, const C: usize>(
    simd: S,
    sums: &mut [[S::Vector; U]; W],
    (a, b): (*const T, *const T),
    k: usize,
    mut p: usize,
) -> usize {
    while p + C * S::LANES <= k {
        each!(w < W, {
            each!(v < C, {
                let at = p + v * S::LANES;
                // SAFETY: `at` and `LANES` more are within k, and `w < W`.
                let (x, line) = unsafe { (simd.load(a.add(at)), simd.load(b.add(w * k + at))) };
                sums[w][v % U] = simd.mul_add(x, line, sums[w][v % U]);
            });
        });
        p += C * S::LANES;
    }
    p
}
