//! The last columns of C, a quarter of a vector at most: a vector sums four rows of them, or four terms of one row.
//!
//! The first quarter of a vector is the first column's, and so on. Four neighbours in A, along k or, where A is stored transposed,
//! along m, are in each of the quarters; what they are multiplied with is copied so beforehand.

use core::mem::MaybeUninit;

use super::super::isa::Rows;
use super::super::{Kernel, Simd};
use super::outer::{Columns, Outer, Part};
use super::pack::start_of;
use super::split::NearEqual;
use crate::Element;

/// How many columns a vector has room for, and so many lanes each.
pub(super) const FEW: usize = 4;

/// Whether n columns are some whole vectors, if any, and a few columns.
pub(super) const fn leaves_few(n: usize) -> bool {
    matches!(n % 16, 1..=FEW)
}

/// Whether the last columns of n are better computed so, for a set that can, than as a part of a vector: if there is enough to do;
/// and for many terms of A Bᵀ dot products are better, the sooner the fewer rows there are.
pub(super) const fn pays(
    is_nt: bool,
    m: Option<usize>,
    n: Option<usize>,
    k: Option<usize>,
) -> bool {
    match (m, n, k) {
        (Some(m), Some(n), Some(k)) => {
            let is_long = is_nt && k >= if m < 32 { 64 } else { 128 };
            leaves_few(n) && m >= 16 && k >= FEW && m.saturating_mul(k) >= 512 && !is_long
        }
        _ => false,
    }
}

/// How many vectors are copied of B at a time: they stay in the first-level cache beside A.
const STEPS: usize = 256;

/// As [`Outer`], of up to [`FEW`] columns, for a set that has [quarters](Simd::QUARTERS).
#[derive(Clone, Copy)]
pub(super) struct Few<T>(pub(super) Outer<T>);

impl<T: Element> Kernel<T> for Few<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        if const { S::QUARTERS } {
            let mut buffer = [const { MaybeUninit::<S::Vector>::uninit() }; STEPS];
            let copy = start_of(&mut buffer);
            if self.along_k() {
                self.all::<S, true>(simd, copy);
            } else {
                self.all::<S, false>(simd, copy);
            }
        } else {
            unreachable!("a set without quarters");
        }
    }
}

/// Some rows of C, and a part of k.
#[derive(Clone, Copy)]
struct Piece {
    /// The first row.
    row: usize,
    /// How many rows from there on are done already.
    done: usize,
    depth: Part,
}

impl<T: Element> Few<T> {
    /// Whether neighbours in A are along k.
    fn along_k(&self) -> bool {
        self.0.a_strides.1 == 1
    }

    /// All rows; `ALONG_K` is what [`along_k`](Self::along_k) says.
    #[inline(always)]
    fn all<S: Simd<T>, const ALONG_K: bool>(self, simd: S, copy: *mut T) {
        let terms = if ALONG_K { FEW * STEPS } else { STEPS };
        // The rows of four vectors of sums.
        let unit = if ALONG_K { FEW } else { FEW * FEW };
        let m = self.0.m;
        debug_assert!(m >= unit && self.0.n <= FEW);
        for depth in Part::split(self.0.k, terms, FEW) {
            // SAFETY: the copy has room for these terms; the pieces lie within m, of which there are a unit at least.
            unsafe {
                self.copy_b::<S, ALONG_K>(simd, depth, copy);
                for (first, units) in NearEqual::new(m / unit, 3) {
                    let row = first * unit;
                    let piece = Piece {
                        row,
                        done: 0,
                        depth,
                    };
                    match units {
                        3 => self.sum::<S, 12, ALONG_K>(simd, piece, copy),
                        2 => self.sum::<S, 8, ALONG_K>(simd, piece, copy),
                        _ => self.sum::<S, 4, ALONG_K>(simd, piece, copy),
                    }
                }
                // The last rows, with some above to make up a unit.
                let rest = m % unit;
                if rest > 0 {
                    let piece = Piece {
                        row: m - unit,
                        done: unit - rest,
                        depth,
                    };
                    self.sum::<S, 4, ALONG_K>(simd, piece, copy);
                }
            }
        }
    }

    /// Copies B's columns, zeros for those and for terms that are not there: a vector for each term, each column's element in all
    /// lanes of its quarter; or a vector for each four terms, if they are `ALONG_K`.
    ///
    /// # Safety
    ///
    /// `copy` is writable for as many vectors; the depth lies within k.
    #[inline(always)]
    unsafe fn copy_b<S: Simd<T>, const ALONG_K: bool>(&self, simd: S, depth: Part, copy: *mut T) {
        let columns = Columns {
            start: 0,
            vectors: 1,
            last: self.0.n,
            overlap: 0,
        };
        let (b, n) = (self.0.b_rows(columns, depth), self.0.n);
        let line = |number: usize| b.first.wrapping_add(number * b.stride);
        // SAFETY: B is readable at these columns and terms, and the copy has room for a quarter each.
        unsafe {
            if !ALONG_K {
                for p in 0..depth.count {
                    let all = simd.turn_quarters(simd.load_in_quarters(line(p), n));
                    simd.store(copy.add(p * S::LANES), all);
                }
            } else if b.transposed {
                for p in (0..depth.count).step_by(FEW) {
                    let terms = FEW.min(depth.count - p);
                    for column in 0..FEW {
                        let terms = if column < n { terms } else { 0 };
                        let quarter = simd.load_part(line(column.min(n - 1)).add(p), terms);
                        simd.store_part(copy.add((p + column) * FEW), quarter, FEW);
                    }
                }
            } else {
                let steps = depth.count.div_ceil(FEW);
                for p in 0..steps * FEW {
                    let columns = if p < depth.count { n } else { 0 };
                    let quarter = simd.load_part(line(p.min(depth.count - 1)), columns);
                    simd.store_part(copy.add(p * FEW), quarter, FEW);
                }
                // Not at once: what was written in parts is read as a whole.
                for step in 0..steps {
                    let at = copy.add(step * S::LANES);
                    simd.store(at, simd.turn_quarters(simd.load(at)));
                }
            }
        }
    }

    /// `R` vectors of sums.
    ///
    /// # Safety
    ///
    /// A piece lies within m and k; the copy holds B there.
    #[inline(always)]
    unsafe fn sum<S: Simd<T>, const R: usize, const ALONG_K: bool>(
        &self,
        simd: S,
        piece: Piece,
        copy: *const T,
    ) {
        let Piece { row, depth, .. } = piece;
        let (along_m, along_k) = self.0.a_strides;
        let rows = Part {
            start: row,
            count: 0,
        };
        let first = self.0.a_rows(rows, depth).first;
        let (between, step) = if ALONG_K {
            (along_m, FEW)
        } else {
            (FEW, along_k)
        };
        let mut a = Rows::<T, S, true>::new(simd, (first, between));
        let mut b = copy;
        let mut sums = [simd.splat(T::zero()); R];
        let (steps, rest) = if ALONG_K {
            (depth.count / FEW, depth.count % FEW)
        } else {
            (depth.count, 0)
        };
        // SAFETY: four elements of A, or as many as are left of a row, and a vector of the copy for each step.
        unsafe {
            for _ in 0..steps {
                let vector = simd.load(b);
                for (r, sum) in sums.iter_mut().enumerate() {
                    *sum = simd.mul_add(simd.load_in_quarters(a.at(r), FEW), vector, *sum);
                }
                a.advance(step);
                b = b.add(S::LANES);
            }
            if rest > 0 {
                let vector = simd.load(b);
                for (r, sum) in sums.iter_mut().enumerate() {
                    *sum = simd.mul_add(simd.load_in_quarters(a.at(r), rest), vector, *sum);
                }
            }
        }
        for number in 0..R / FEW {
            let at = number * FEW;
            let four = [sums[at], sums[at + 1], sums[at + 2], sums[at + 3]];
            // SAFETY: four rows of the piece, or four times four.
            unsafe {
                if ALONG_K {
                    self.put(simd, piece, at, simd.sum_quarters(four));
                } else {
                    for (i, sum) in four.into_iter().enumerate() {
                        self.put(simd, piece, (at + i) * FEW, sum);
                    }
                }
            }
        }
    }

    /// Writes four rows of a piece, from its row `at` on, but for those that are done; a lane of each quarter is of one row.
    ///
    /// # Safety
    ///
    /// These rows lie within m.
    #[inline(always)]
    unsafe fn put<S: Simd<T>>(&self, simd: S, piece: Piece, at: usize, sums: S::Vector) {
        let (store, bias) = self.0.epilogue(piece.depth);
        let columns = self.0.n;
        let mut rows = [[T::zero(); FEW]; FEW];
        let out = self.0.at(piece.row + at, 0);
        let stride = self.0.c_stride;
        // SAFETY: the set has 16 lanes; rows and columns lie within m and n, and the bias has n elements, if it is there.
        unsafe {
            let mut all = simd.mul(simd.splat(store.scale), simd.turn_quarters(sums));
            if !store.keep.is_zero() {
                for (r, row) in rows.iter_mut().enumerate() {
                    copy(out.add(r * stride), row.as_mut_ptr(), columns);
                }
                let held = simd.load(rows.as_ptr().cast());
                all = simd.mul_add(simd.splat(store.keep), held, all);
            }
            if !bias.is_null() {
                all = simd.add(all, simd.load_in_quarters(bias, columns));
            }
            simd.store(rows.as_mut_ptr().cast(), all);
            for (r, row) in rows.iter().enumerate() {
                if at + r >= piece.done {
                    copy(row.as_ptr(), out.add(r * stride), columns);
                }
            }
        }
    }
}

/// Copies up to four elements.
///
/// # Safety
///
/// They are readable and writable, and do not overlap.
#[inline(always)]
unsafe fn copy<T: Element>(from: *const T, to: *mut T, count: usize) {
    // SAFETY: as the caller says.
    unsafe {
        // A constant number is an instruction for the compiler.
        match count {
            FEW => to.copy_from_nonoverlapping(from, FEW),
            3 => to.copy_from_nonoverlapping(from, 3),
            2 => to.copy_from_nonoverlapping(from, 2),
            _ => to.copy_from_nonoverlapping(from, 1),
        }
    }
}
