//! Products by dot products: both operands run along k, and each register sums a dot product.

use super::super::lanes::{keeping, load, save};
use super::super::{Extent, Kernel, Simd, each};
use super::split::NearEqual;
use super::{Epilogue, Operands};
use crate::Element;

/// C ← keep · C + scale · A Bᵀ + bias, with sizes and operands that [`product`](super::product) has checked; the epilogue is
/// applied, if it has a form for registers.
pub(super) struct Dots<'o, 'a, T, M, N, K, E> {
    pub(super) m: M,
    pub(super) n: N,
    pub(super) k: K,
    /// The first of the columns of C that are computed: 0 if n is known.
    pub(super) first: usize,
    pub(super) operands: &'o mut Operands<'a, T>,
    pub(super) epilogue: E,
}

impl<T: Element, M: Extent, N: Extent, K: Extent, E: Epilogue<T>> Kernel<T>
    for Dots<'_, '_, T, M, N, K, E>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if const { Self::may_have_blocks::<S>() } && self.has_blocks() {
            return self.blocks(simd);
        }
        for (row, height) in NearEqual::new(self.m.get(), most_rows(S::REGISTERS)) {
            self.height(simd, row, height);
        }
    }
}

/// The most rows of A whose sums with four rows of B fit the registers.
const fn most_rows(registers: usize) -> usize {
    match registers {
        32.. => 6,
        16.. => 3,
        _ => 2,
    }
}

impl<T: Element, M: Extent, N: Extent, K: Extent, E: Epilogue<T>> Dots<'_, '_, T, M, N, K, E> {
    /// `height` rows of A against all of B.
    #[inline(always)]
    pub(super) fn height<S: Simd<T>>(&mut self, simd: S, row: usize, height: usize) {
        macro_rules! heights {
            ($($height:literal)*) => {
                match height {
                    1 => self.row(simd, row),
                    $($height if const { NearEqual::has(M::KNOWN, most_rows(S::REGISTERS), $height) } => {
                        self.rows::<S, $height>(simd, row);
                    })*
                    _ => unreachable!("a tile of {height} rows"),
                }
            };
        }
        heights!(6 5 4 3 2);
    }

    /// The products of `R` rows of A and `W` rows of B, a register each; where B has fewer left, its last row stands in for the others.
    #[inline(always)]
    pub(super) fn sums<S: Simd<T>, const R: usize, const W: usize>(
        &self,
        simd: S,
        row: usize,
        column: usize,
    ) -> [[S::Vector; W]; R] {
        let (n, k) = (self.n.get(), self.k.get());
        debug_assert!(row + R <= self.m.get() && column < n);
        let a = self.operands.a[row * k..(row + R) * k].as_ptr();
        let lines = self.lines(column);
        let mut sums = [[simd.splat(T::zero()); W]; R];
        let whole = k / S::LANES * S::LANES;
        // SAFETY: A's rows are cut out above; B has n rows of k elements, as `product` checked, and `lines` are rows of it;
        // the reads within a row end at k.
        unsafe {
            let mut p = 0;
            while p < whole {
                step::<T, S, R, W, false>(simd, &mut sums, (a, k), &lines, p, S::LANES);
                p += S::LANES;
            }
            if whole < k {
                step::<T, S, R, W, true>(simd, &mut sums, (a, k), &lines, p, k - whole);
            }
        }
        sums
    }

    /// Where `W` rows of B begin, from `column` on: the last one, where there are no more.
    #[inline(always)]
    fn lines<const W: usize>(&self, column: usize) -> [*const T; W] {
        let b = self.operands.b.as_ptr();
        let mut lines = [b; W];
        each!(w < W, {
            lines[w] = b.wrapping_add((column + w).min(self.n.get() - 1) * self.k.get());
        });
        lines
    }

    /// `R` rows of A against all of B.
    #[inline(always)]
    fn rows<S: Simd<T>, const R: usize>(&mut self, simd: S, row: usize) {
        for column in (self.first..self.n.get()).step_by(4) {
            self.tile::<S, R>(simd, row, column);
        }
    }

    /// One row of A against all of B: that leaves registers for more columns, whose sums are independent and so hide
    /// the latency.
    #[inline(always)]
    fn row<S: Simd<T>>(&mut self, simd: S, row: usize) {
        let mut column = self.first;
        while column < self.n.get() {
            let left = self.n.get() - column;
            let is_long = self.k.get() >= 8 * S::LANES;
            if const { K::KNOWN.is_none() && S::REGISTERS >= 16 } && is_long && left >= 4 {
                self.long(simd, row, column);
                column += 4;
                continue;
            }
            column += match left {
                9.. if const { Self::has::<S>(16, 16) } => {
                    self.vector::<S, 16, 16>(simd, row, column)
                }
                5.. if const { Self::has::<S>(16, 8) } => {
                    self.vector::<S, 16, 8>(simd, row, column)
                }
                _ if const { Self::has::<S>(16, 4) } => self.vector::<S, 16, 4>(simd, row, column),
                5.. if const { Self::has::<S>(8, 8) } => self.vector::<S, 8, 8>(simd, row, column),
                _ if const { Self::has::<S>(8, 4) } => self.vector::<S, 8, 4>(simd, row, column),
                _ if const { Self::has::<S>(4, 4) } => self.vector::<S, 4, 4>(simd, row, column),
                _ if const { S::LANES < 4 || S::REGISTERS < 16 } => {
                    self.tile::<S, 1>(simd, row, column);
                    4
                }
                _ => unreachable!("{left} columns"),
            };
        }
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

    /// One row of A against four long rows of B, each summed in several registers: few streams from memory at a time.
    #[inline(always)]
    fn long<S: Simd<T>>(&mut self, simd: S, row: usize, column: usize) {
        const FAR: usize = 4 * U;
        let (n, k) = (self.n.get(), self.k.get());
        let a = self.operands.a[row * k..(row + 1) * k].as_ptr();
        let b = self.operands.b[column * k..(column + 4) * k].as_ptr();
        let mut sums = [[simd.splat(T::zero()); U]; 4];
        // SAFETY: A's row and four rows of B are cut out above; what is read of each ends at k.
        unsafe {
            let mut p = 0;
            // A kilobyte of each row at a time, with AVX-512, comes from the second-level cache a quarter faster.
            if const { S::REGISTERS >= 32 } && k >= 2 * FAR * S::LANES {
                p = pieces::<T, S, FAR>(simd, &mut sums, (a, b), k, p);
            }
            p = pieces::<T, S, U>(simd, &mut sums, (a, b), k, p);
            while p < k {
                let count = (k - p).min(S::LANES);
                let x = simd.load_part(a.add(p), count);
                for (w, sums) in sums.iter_mut().enumerate() {
                    sums[0] = simd.mul_add(x, simd.load_part(b.add(w * k + p), count), sums[0]);
                }
                p += count;
            }
        }
        let mut totals = [simd.splat(T::zero()); 4];
        for (total, sums) in totals.iter_mut().zip(sums) {
            *total = simd.add(simd.add(sums[0], sums[1]), simd.add(sums[2], sums[3]));
        }
        let totals = simd.sum_four(totals);
        let at = row * n + column;
        let out = &mut self.operands.c[at..at + 4];
        for (out, total) in out.iter_mut().zip(totals) {
            self.operands.store.put(out, total);
        }
        if let Some(bias) = self.operands.bias {
            for (out, bias) in out.iter_mut().zip(&bias[column..]) {
                *out += *bias;
            }
        }
        if const { E::LANES && !E::NOTHING } {
            map_lanes(simd, out, self.epilogue);
        }
    }

    /// One row of A against `H` rows of B, at most as many as a vector has lanes, `W`: their sums make a vector of C. Returns
    /// `H`.
    #[inline(always)]
    fn vector<S: Simd<T>, const W: usize, const H: usize>(
        &mut self,
        simd: S,
        row: usize,
        column: usize,
    ) -> usize {
        let (n, k) = (self.n.get(), self.k.get());
        debug_assert!(row < self.m.get() && column < n && W == S::LANES && H <= W);
        let a = self.operands.a[row * k..(row + 1) * k].as_ptr();
        let count = (n - column).min(H);
        let lines = self.lines::<H>(column);
        let mut sums = [simd.splat(T::zero()); W];
        // SAFETY: A's row is cut out above; B has n rows of k elements, as `product` checked, and `lines` are rows of it; the
        // reads within a row end at k. C and the bias have `count` elements there.
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
            let at = row * n + column;
            let to = self.operands.c[at..at + count].as_mut_ptr();
            let part = count < W;
            let value = simd.mul(simd.splat(self.operands.store.scale), simd.sum_each(&sums));
            let mut value = keeping(simd, self.operands.store, value, to, part, count);
            if let Some(bias) = self.operands.bias {
                let bias = bias[column..column + count].as_ptr();
                value = simd.add(value, load(simd, bias, part, count));
            }
            save(
                simd,
                to,
                self.epilogue.finish_lanes(simd, value),
                part,
                count,
            );
        }
        H
    }

    /// `R` rows of A against four rows of B; where B has fewer left, its last row stands in for the others and their sums
    /// are dropped.
    #[inline(always)]
    fn tile<S: Simd<T>, const R: usize>(&mut self, simd: S, row: usize, column: usize) {
        let mut totals = [[T::zero(); 4]; R];
        if R == 1 {
            let k = self.k.get();
            let a = self.operands.a[row * k..(row + 1) * k].as_ptr();
            // SAFETY: A's row is cut out above; B has n rows of k elements, as `product` checked, and these are rows of it.
            let found = unsafe { simd.four_dots(a, &self.lines(column), k) };
            if let Some(found) = found {
                totals[0] = found;
                return self.put(simd, row, column, totals);
            }
        }
        let sums = self.sums::<S, R, 4>(simd, row, column);
        each!(r < R, {
            totals[r] = simd.sum_four(sums[r]);
        });
        self.put(simd, row, column, totals);
    }

    /// Writes rows of up to four totals, with all that follows.
    #[inline(always)]
    fn put<S: Simd<T>, const R: usize>(
        &mut self,
        simd: S,
        row: usize,
        column: usize,
        totals: [[T; 4]; R],
    ) {
        let n = self.n.get();
        let count = (n - column).min(4);
        for (r, totals) in totals.iter().enumerate() {
            let at = (row + r) * n + column;
            let out = &mut self.operands.c[at..at + count];
            if const { S::LANES == 4 } {
                let (part, to) = (count < 4, out.as_mut_ptr());
                // SAFETY: four totals; `out` has `count` elements, and the bias as many as `n`.
                unsafe {
                    let scale = simd.splat(self.operands.store.scale);
                    let value = simd.mul(scale, simd.load(totals.as_ptr()));
                    let mut value = keeping(simd, self.operands.store, value, to, part, count);
                    if let Some(bias) = self.operands.bias {
                        let bias = bias[column..column + count].as_ptr();
                        value = simd.add(value, load(simd, bias, part, count));
                    }
                    let value = self.epilogue.finish_lanes(simd, value);
                    save(simd, to, value, part, count);
                }
                continue;
            }
            for (out, total) in out.iter_mut().zip(totals) {
                self.operands.store.put(out, *total);
            }
            if let Some(bias) = self.operands.bias {
                for (out, bias) in out.iter_mut().zip(&bias[column..]) {
                    *out += *bias;
                }
            }
            if const { E::LANES && !E::NOTHING } {
                map_lanes(simd, out, self.epilogue);
            }
        }
    }
}

/// How many registers sum a long dot product: they take turns.
const U: usize = 4;

/// Adds to the sums of four rows of B, k apart, their products with a row of A from `p` on, `C` vectors of each row at a time.
/// Returns where there are less left.
///
/// # Safety
///
/// A's row is readable for k elements, and B's rows are.
#[inline(always)]
unsafe fn pieces<T: Element, S: Simd<T>, const C: usize>(
    simd: S,
    sums: &mut [[S::Vector; U]; 4],
    (a, b): (*const T, *const T),
    k: usize,
    mut p: usize,
) -> usize {
    while p + C * S::LANES <= k {
        each!(w < 4, {
            each!(v < C, {
                let at = p + v * S::LANES;
                // SAFETY: `at` and `LANES` more are within k, and `w < 4`.
                let (x, line) = unsafe { (simd.load(a.add(at)), simd.load(b.add(w * k + at))) };
                sums[w][v % U] = simd.mul_add(x, line, sums[w][v % U]);
            });
        });
        p += C * S::LANES;
    }
    p
}

/// Adds to the sums the products of one vector, at `p`, of each of `R` rows of A and of the rows of B; the vector has
/// `last` elements: all lanes unless `MASKED`.
///
/// # Safety
///
/// Each of these rows is readable for `last ≤ LANES` elements from `p` on, and `last` is `LANES` unless `MASKED`.
#[inline(always)]
unsafe fn step<T: Element, S: Simd<T>, const R: usize, const W: usize, const MASKED: bool>(
    simd: S,
    sums: &mut [[S::Vector; W]; R],
    (a, stride): (*const T, usize),
    lines: &[*const T; W],
    p: usize,
    last: usize,
) {
    let mut rows = [simd.splat(T::zero()); R];
    each!(r < R, {
        // SAFETY: `r < R`, so that row is readable, says the caller.
        rows[r] = unsafe { load(simd, a.add(r * stride + p), MASKED, last) };
    });
    each!(w < W, {
        // SAFETY: these rows are readable, says the caller.
        let line = unsafe { load(simd, lines[w].add(p), MASKED, last) };
        each!(r < R, {
            sums[r][w] = simd.mul_add(rows[r], line, sums[r][w]);
        });
    });
}

/// Applies an epilogue to a few elements.
#[inline(always)]
fn map_lanes<T: Element, S: Simd<T>>(simd: S, elements: &mut [T], epilogue: impl Epilogue<T>) {
    for piece in elements.chunks_mut(S::LANES) {
        let (part, count) = (piece.len() < S::LANES, piece.len());
        // SAFETY: a piece has its length, at most `LANES`.
        unsafe {
            let value = load(simd, piece.as_ptr(), part, count);
            let value = epilogue.finish_lanes(simd, value);
            save(simd, piece.as_mut_ptr(), value, part, count);
        }
    }
}
