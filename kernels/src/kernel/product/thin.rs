//! Few rows of few terms: vectors of C one after the other, in all rows. A panel's beginning and end would take longer than its steps.

use super::super::lanes::load;
use super::super::{Simd, each};
use super::outer::Outer;
use super::parts::UNIT;
use super::spans::{Columns, Part};
use super::split::NearEqual;
use crate::Element;

/// How many rows, how many terms, and how many of both, there are at most (one row has a form of its own): measured where panels have two vectors.
const ROWS: usize = 6;
const TERMS: usize = 16;
const PAIRS: usize = 64;
/// How many rows are gone through at a time.
const HEIGHT: usize = 4;

// Rows that threads have each, of a product that they divide by rows, are more.
const _: () = assert!(ROWS < UNIT);

/// Whether a set with so many registers has this form.
pub(super) const fn is_for(registers: usize) -> bool {
    16 <= registers && registers < 32
}

impl<T: Element> Outer<T> {
    /// Whether the product is so thin.
    pub(super) const fn is_thin(&self) -> bool {
        self.m >= 2 && self.m <= ROWS && self.k <= TERMS && self.m * self.k <= PAIRS
    }

    /// All of C, with operands where they are.
    #[inline(always)]
    pub(super) fn by_vectors<S: Simd<T>>(&self, simd: S) {
        for (row, height) in NearEqual::new(self.m, HEIGHT) {
            match height {
                4 => self.rows::<S, 4>(simd, row),
                3 => self.rows::<S, 3>(simd, row),
                2 => self.rows::<S, 2>(simd, row),
                _ => unreachable!("{height} rows"),
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
        let columns = Columns {
            start: column,
            vectors: 1,
            last: if MASKED { self.n - column } else { S::LANES },
            overlap: 0,
        };
        let (rows, depth) = (
            Part {
                start: row,
                count: R,
            },
            Part::all(self.k),
        );
        let a = self.a_rows(rows, depth);
        let b = self.b_in_place(columns, depth);
        let mut sums = [[simd.splat(T::zero()); 1]; R];
        for p in 0..self.k {
            // SAFETY: rows, terms and columns lie within m, k and n.
            unsafe {
                let line = load(simd, b.first.add(p * b.stride), MASKED, columns.last);
                each!(r < R, {
                    let x = *a.first.add(r * a.strides.0 + p * a.strides.1);
                    sums[r][0] = simd.mul_add(simd.splat(x), line, sums[r][0]);
                });
            }
        }
        let panel = self.panel_of::<S, 1, MASKED>(simd, (rows, columns, depth), a, b);
        // SAFETY: as above, of C and the bias.
        unsafe { panel.put_tile(simd, sums, 0) };
    }
}
