//! Few rows of few terms: vectors of C one after the other, in all rows. A panel's beginning and end would take longer than its steps.

use super::super::lanes::load;
use super::super::{Simd, each};
use super::outer::Outer;
use super::panel::Panel;
use super::spans::Part;
use super::split::NearEqual;
use crate::Element;

/// How many rows, how many terms, and how many of both, there are at most: measured where panels have two vectors.
const ROWS: usize = 6;
const TERMS: usize = 16;
const STEPS: usize = 64;
/// How many rows are gone through at a time.
const HEIGHT: usize = 4;

impl<T: Element> Outer<T> {
    /// Whether the product is so thin. No part of a product that threads divide has so few rows.
    pub(super) const fn is_thin(&self, registers: usize) -> bool {
        let is_few = self.m <= ROWS && self.k <= TERMS && self.m * self.k <= STEPS;
        16 <= registers && registers < 32 && is_few
    }

    /// All of C, with operands where they are.
    #[inline(always)]
    pub(super) fn by_vectors<S: Simd<T>>(&self, simd: S) {
        for (row, height) in NearEqual::new(self.m, HEIGHT) {
            match height {
                4 => self.rows::<S, 4>(simd, row),
                3 => self.rows::<S, 3>(simd, row),
                2 => self.rows::<S, 2>(simd, row),
                _ => self.rows::<S, 1>(simd, row),
            }
        }
    }

    /// `R` rows of C from `row` on.
    #[inline(always)]
    fn rows<S: Simd<T>, const R: usize>(&self, simd: S, row: usize) {
        let whole = self.n / S::LANES * S::LANES;
        for column in (0..whole).step_by(S::LANES) {
            self.vector::<S, R, false>(simd, row, column);
        }
        if whole < self.n {
            self.vector::<S, R, true>(simd, row, whole);
        }
    }

    /// A vector of each of these rows, from `column` on: as far as C goes, if it is `MASKED`.
    #[inline(always)]
    fn vector<S: Simd<T>, const R: usize, const MASKED: bool>(
        &self,
        simd: S,
        row: usize,
        column: usize,
    ) {
        debug_assert!(row + R <= self.m && (MASKED || column + S::LANES <= self.n));
        let last = if MASKED { self.n - column } else { S::LANES };
        let depth = Part::all(self.k);
        let a = self.a_rows(
            Part {
                start: row,
                count: R,
            },
            depth,
        );
        let b = self.b.wrapping_add(column);
        let mut sums = [[simd.splat(T::zero()); 1]; R];
        for p in 0..self.k {
            // SAFETY: rows, terms and columns lie within m, k and n.
            unsafe {
                let line = load(simd, b.add(p * self.b_stride), MASKED, last);
                each!(r < R, {
                    let x = *a.first.add(r * a.strides.0 + p * a.strides.1);
                    sums[r][0] = simd.mul_add(simd.splat(x), line, sums[r][0]);
                });
            }
        }
        let (store, bias) = self.epilogue(depth);
        let panel = Panel::<T, usize, usize, 1, MASKED> {
            m: R,
            k: self.k,
            a: a.first,
            a_strides: a.strides,
            a_tiles: None,
            b,
            b_stride: self.b_stride,
            guarded: false,
            c: self.at(row, column),
            c_stride: self.c_stride,
            last,
            overlap: 0,
            store,
            bias: if bias.is_null() {
                bias
            } else {
                bias.wrapping_add(column)
            },
            low: false,
            c_is_far: false,
        };
        // SAFETY: as above, of C and the bias.
        unsafe { panel.put_tile(simd, sums, 0) };
    }
}
