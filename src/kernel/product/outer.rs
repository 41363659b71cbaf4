//! Products by outer products: each step is a few vectors of B's row times broadcast elements of A, accumulated in
//! registers.

use super::super::lanes::{keeping, load, save};
use super::super::{Kernel, Simd, Store};
use super::Epilogue;
use super::split::Split;
use crate::Element;

/// Products by outer products: B's rows run along the columns of C.
pub(super) struct Outer<'a, T, E> {
    pub(super) m: usize,
    pub(super) n: usize,
    pub(super) k: usize,
    pub(super) a: &'a [T],
    /// The distance in A between neighbours along m and along k.
    pub(super) a_strides: (usize, usize),
    pub(super) b: &'a [T],
    pub(super) c: &'a mut [T],
    pub(super) store: Store<T>,
    pub(super) bias: Option<&'a [T]>,
    pub(super) epilogue: E,
}

impl<T: Element, E: Epilogue<T>> Kernel<T> for Outer<'_, T, E> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        // Tiles too large for the registers are never made: their code is not compiled either.
        if S::REGISTERS >= 16 {
            for column in (0..self.n).step_by(2 * S::LANES) {
                let width = (self.n - column).min(2 * S::LANES);
                if width > S::LANES {
                    for (row, height) in Split::new(self.m, 6) {
                        let at = (row, column, width);
                        match height {
                            6 => self.two_vectors::<S, 6>(simd, at),
                            5 => self.two_vectors::<S, 5>(simd, at),
                            4 => self.two_vectors::<S, 4>(simd, at),
                            3 => self.two_vectors::<S, 3>(simd, at),
                            2 => self.two_vectors::<S, 2>(simd, at),
                            _ => self.two_vectors::<S, 1>(simd, at),
                        }
                    }
                } else {
                    for (row, height) in Split::new(self.m, 4) {
                        let at = (row, column, width);
                        match height {
                            4 => self.vectors::<S, 4, 1, true>(simd, at),
                            3 => self.vectors::<S, 3, 1, true>(simd, at),
                            2 => self.vectors::<S, 2, 1, true>(simd, at),
                            _ => self.vectors::<S, 1, 1, true>(simd, at),
                        }
                    }
                }
            }
        } else {
            for column in (0..self.n).step_by(S::LANES) {
                let width = (self.n - column).min(S::LANES);
                let mut row = 0;
                while row < self.m {
                    let at = (row, column, width);
                    row += match self.m - row {
                        4.. => self.vector::<S, 4>(simd, at),
                        2.. => self.vector::<S, 2>(simd, at),
                        _ => self.vector::<S, 1>(simd, at),
                    };
                }
            }
        }
    }
}

impl<T: Element, E: Epilogue<T>> Outer<'_, T, E> {
    /// One tile of C: `R` rows from `row` on, and `width` columns from `column` on, in two vectors.
    #[inline(always)]
    fn two_vectors<S: Simd<T>, const R: usize>(
        &mut self,
        simd: S,
        (row, column, width): (usize, usize, usize),
    ) {
        let last = width - S::LANES;
        if last == S::LANES {
            self.vectors::<S, R, 2, false>(simd, (row, column, last));
        } else {
            self.vectors::<S, R, 2, true>(simd, (row, column, last));
        }
    }

    /// One tile of C in one vector. Returns its height.
    #[inline(always)]
    fn vector<S: Simd<T>, const R: usize>(
        &mut self,
        simd: S,
        (row, column, width): (usize, usize, usize),
    ) -> usize {
        if width == S::LANES {
            self.vectors::<S, R, 1, false>(simd, (row, column, width));
        } else {
            self.vectors::<S, R, 1, true>(simd, (row, column, width));
        }
        R
    }

    /// The tile in `V` vectors, the last of which has `last` columns: all lanes unless `MASKED`.
    #[inline(always)]
    fn vectors<S: Simd<T>, const R: usize, const V: usize, const MASKED: bool>(
        &mut self,
        simd: S,
        (row, column, last): (usize, usize, usize),
    ) {
        let (row_stride, step) = self.a_strides;
        let width = (V - 1) * S::LANES + last;
        debug_assert!(row + R <= self.m && column + width <= self.n && last <= S::LANES);
        let masked = |v: usize| MASKED && v == V - 1;
        let mut sums = [[simd.splat(T::zero()); V]; R];
        // Where k is 0, A and B are empty and have no such place; nothing is read there then.
        let mut a = self.a.as_ptr().wrapping_add(row * row_stride);
        let mut b = self.b.as_ptr().wrapping_add(column);
        // SAFETY: `product` checked that A, B, C have m·k, k·n, m·n elements, and the bias n; `run` keeps `row + R ≤ m`
        // and `column + width ≤ n`, so all places lie within, and of the last vector `last` lanes alone are touched.
        unsafe {
            for p in 0..self.k {
                let mut line = [simd.splat(T::zero()); V];
                for (v, line) in line.iter_mut().enumerate() {
                    *line = load(simd, b.add(v * S::LANES), masked(v), last);
                }
                for (r, sums) in sums.iter_mut().enumerate() {
                    let x = simd.splat(*a.add(r * row_stride));
                    for (sum, line) in sums.iter_mut().zip(line) {
                        *sum = simd.mul_add(x, line, *sum);
                    }
                }
                if p + 1 < self.k {
                    a = a.add(step);
                    b = b.add(self.n);
                }
            }
            let scale = simd.splat(self.store.scale);
            for (r, sums) in sums.iter().enumerate() {
                let to = self.c.as_mut_ptr().add((row + r) * self.n + column);
                for (v, sum) in sums.iter().enumerate() {
                    let to = to.add(v * S::LANES);
                    let value = simd.mul(scale, *sum);
                    let mut value = keeping(simd, self.store, value, to, masked(v), last);
                    if let Some(bias) = self.bias.filter(|_| E::BIASED) {
                        let bias = bias.as_ptr().add(column + v * S::LANES);
                        value = simd.add(value, load(simd, bias, masked(v), last));
                    }
                    save(simd, to, value, masked(v), last);
                }
            }
        }
        for r in row..row + R {
            let start = r * self.n + column;
            self.epilogue.finish(&mut self.c[start..start + width]);
        }
    }
}
