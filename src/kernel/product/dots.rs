//! Products by dot products: each register accumulates one, summed across at the end.

use super::super::lanes::load;
use super::super::{Kernel, Simd, Store};
use super::Epilogue;
use super::split::Split;
use crate::Element;

/// Products by dot products: both operands run along k.
pub(super) struct Dots<'a, T, E> {
    pub(super) m: usize,
    pub(super) n: usize,
    pub(super) k: usize,
    pub(super) a: &'a [T],
    pub(super) b: &'a [T],
    pub(super) c: &'a mut [T],
    pub(super) store: Store<T>,
    pub(super) bias: Option<&'a [T]>,
    pub(super) epilogue: E,
}

impl<T: Element, E: Epilogue<T>> Kernel<T> for Dots<'_, T, E> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        // Tiles too large for the registers are never made: their code is not compiled either.
        let many = S::REGISTERS >= 16;
        let mut row = 0;
        while row < self.m {
            let height = match self.m - row {
                4.. if many => self.rows::<S, 4>(simd, row),
                2.. => self.rows::<S, 2>(simd, row),
                _ => self.row(simd, row),
            };
            self.epilogue
                .finish(&mut self.c[row * self.n..(row + height) * self.n]);
            row += height;
        }
    }
}

impl<T: Element, E: Epilogue<T>> Dots<'_, T, E> {
    /// `R` rows of A against all of B. Returns `R`.
    #[inline(always)]
    fn rows<S: Simd<T>, const R: usize>(&mut self, simd: S, row: usize) -> usize {
        let many = S::REGISTERS >= 16;
        for (column, width) in Split::new(self.n, if many { 3 } else { 2 }) {
            match width {
                3 if many => self.tile::<S, R, 3>(simd, row, column),
                2 => self.tile::<S, R, 2>(simd, row, column),
                _ => self.tile::<S, R, 1>(simd, row, column),
            }
        }
        R
    }

    /// One row of A against all of B: that leaves registers for more columns, whose sums are independent and so hide
    /// the latency. Returns 1.
    #[inline(always)]
    fn row<S: Simd<T>>(&mut self, simd: S, row: usize) -> usize {
        let many = S::REGISTERS >= 16;
        let mut column = 0;
        while column < self.n {
            let left = self.n - column;
            column += if left >= 8 && many {
                self.tile::<S, 1, 8>(simd, row, column);
                8
            } else if left >= 4 {
                self.tile::<S, 1, 4>(simd, row, column);
                4
            } else if left >= 2 && many {
                self.tile::<S, 1, 2>(simd, row, column);
                2
            } else {
                self.tile::<S, 1, 1>(simd, row, column);
                1
            };
        }
        1
    }

    /// `R` rows of A against `W` rows of B.
    #[inline(always)]
    fn tile<S: Simd<T>, const R: usize, const W: usize>(
        &mut self,
        simd: S,
        row: usize,
        column: usize,
    ) {
        let k = self.k;
        debug_assert!(row + R <= self.m && column + W <= self.n);
        let mut sums = [[simd.splat(T::zero()); W]; R];
        let whole = k / S::LANES * S::LANES;
        // SAFETY: `product` checked that A and B have m·k and n·k elements; `run` keeps the rows within, `row + R ≤ m`
        // and `column + W ≤ n`, and the reads within a row end at k.
        unsafe {
            let a = self.a.as_ptr().add(row * k);
            let b = self.b.as_ptr().add(column * k);
            let mut p = 0;
            while p < whole {
                dots_step::<T, S, R, W, false>(simd, &mut sums, a.add(p), b.add(p), k, S::LANES);
                p += S::LANES;
            }
            if whole < k {
                dots_step::<T, S, R, W, true>(simd, &mut sums, a.add(p), b.add(p), k, k - whole);
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            let start = (row + r) * self.n + column;
            for (w, sum) in sums.iter().enumerate() {
                let out = &mut self.c[start + w];
                self.store.put(out, simd.sum(*sum));
                if let Some(bias) = self.bias.filter(|_| E::BIASED) {
                    *out += bias[column + w];
                }
            }
        }
    }
}

/// Adds the products of one vector of each of `R` rows from `a` on and `W` rows from `b` on, `stride` elements apart, to
/// their sums; the vector has `last` elements: all lanes unless `MASKED`.
///
/// # Safety
///
/// Each of these rows is readable for `last ≤ LANES` elements, and `last` is `LANES` unless `MASKED`.
#[inline(always)]
unsafe fn dots_step<T: Element, S: Simd<T>, const R: usize, const W: usize, const MASKED: bool>(
    simd: S,
    sums: &mut [[S::Vector; W]; R],
    a: *const T,
    b: *const T,
    stride: usize,
    last: usize,
) {
    let mut lines = [simd.splat(T::zero()); W];
    for (w, line) in lines.iter_mut().enumerate() {
        // SAFETY: `w < W`, so that row is readable, says the caller.
        *line = unsafe { load(simd, b.add(w * stride), MASKED, last) };
    }
    for (r, sums) in sums.iter_mut().enumerate() {
        // SAFETY: `r < R`, so that row is readable, says the caller.
        let x = unsafe { load(simd, a.add(r * stride), MASKED, last) };
        for (sum, line) in sums.iter_mut().zip(lines) {
            *sum = simd.mul_add(x, line, *sum);
        }
    }
}
