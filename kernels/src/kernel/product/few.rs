//! The last columns of C, too few for a vector: a vector of four of them sums four rows, or four terms of one row.
//!
//! The first quarter of a vector is its first column's, and so on. Four neighbours in A, along k or, where A is stored transposed,
//! along m, are in each of the quarters; what they are multiplied with is copied so beforehand.

use core::mem::MaybeUninit;

use super::super::isa::Rows;
use super::super::{Kernel, Simd, each};
use super::block::Block;
use super::outer::Outer;
use super::pack::start_of;
use super::spans::{Columns, Part};
use super::split::NearEqual;
use crate::Element;

/// How many columns a vector has, and so many lanes each.
pub(super) const FEW: usize = 4;

/// Whether n columns are some whole vectors of 16, if any, and a few columns: up to half of a vector, or alone, three quarters.
pub(super) const fn leaves_few(n: usize) -> bool {
    matches!(n % 16, 1..=8) || matches!(n, 9..=12)
}

/// Whether the last columns of n are better computed so, for a set that can, than as a part of a vector, or as dot products for
/// many terms of A Bᵀ: if there is enough to do. Measured.
pub(super) const fn pays(
    is_nt: bool,
    m: Option<usize>,
    n: Option<usize>,
    k: Option<usize>,
) -> bool {
    let (Some(m), Some(n), Some(k)) = (m, n, k) else {
        return false;
    };
    let pairs = m.saturating_mul(k);
    if !leaves_few(n) || m < 16 || k < FEW || pairs < 512 {
        return false;
    }
    match n % 16 {
        1..=FEW => !is_nt || k < if m < 32 { 64 } else { 128 },
        // Without them, whole vectors may be in narrower panels.
        _ if n > 16 => m >= 32 && pairs >= 4096,
        rest => pairs >= if rest <= 8 { 1024 } else { 4096 } && !(is_nt && (k > m || k >= 128)),
    }
}

/// How many vectors are copied of B at a time: they stay in the first-level cache beside A.
const STEPS: usize = 256;

/// As [`Outer`], of up to three times [`FEW`] columns, for a set that has [quarters](Simd::QUARTERS).
#[derive(Clone, Copy)]
pub(super) struct Few<T>(pub(super) Outer<T>);

impl<T: Element> Kernel<T> for Few<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        if const { S::QUARTERS } {
            let mut buffer = [const { MaybeUninit::<S::Vector>::uninit() }; STEPS];
            let copy = start_of(&mut buffer);
            match self.0.n.div_ceil(FEW) {
                1 => self.vectors::<S, 1>(simd, copy),
                2 => self.vectors::<S, 2>(simd, copy),
                _ => self.vectors::<S, 3>(simd, copy),
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

    /// All rows, of columns for `V` vectors.
    #[inline(always)]
    fn vectors<S: Simd<T>, const V: usize>(self, simd: S, copy: *mut T) {
        if self.along_k() {
            self.all::<S, V, true>(simd, copy);
        } else {
            self.all::<S, V, false>(simd, copy);
        }
    }

    /// The same; `ALONG_K` is what [`along_k`](Self::along_k) says.
    #[inline(always)]
    fn all<S: Simd<T>, const V: usize, const ALONG_K: bool>(self, simd: S, copy: *mut T) {
        // A multiple of `FEW`, as parts of k are: no part is made up to more than there is room for.
        let steps = const { STEPS / V / FEW * FEW };
        let terms = if ALONG_K { FEW * steps } else { steps };
        // The rows of four vectors of sums.
        let unit = if ALONG_K { FEW } else { FEW * FEW };
        let m = self.0.m;
        debug_assert!(m >= unit && self.0.n <= V * FEW);
        for depth in Part::split(self.0.k, terms, FEW) {
            // SAFETY: the copy has room for these terms; the pieces lie within m, of which there are a unit at least.
            unsafe {
                self.copy_b::<S, V, ALONG_K>(simd, depth, copy);
                for (first, units) in NearEqual::new(m / unit, if V == 1 { 3 } else { 2 }) {
                    let row = first * unit;
                    let piece = Piece {
                        row,
                        done: 0,
                        depth,
                    };
                    match units {
                        3 if const { V == 1 } => self.sum::<S, 12, V, ALONG_K>(simd, piece, copy),
                        2 => self.sum::<S, 8, V, ALONG_K>(simd, piece, copy),
                        _ => self.sum::<S, 4, V, ALONG_K>(simd, piece, copy),
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
                    self.sum::<S, 4, V, ALONG_K>(simd, piece, copy);
                }
            }
        }
    }

    /// Copies B's columns, `V` vectors for each term, each column's element in all lanes of its quarter; or if they are `ALONG_K`, as
    /// many for each four terms, with zeros for those that are not there.
    ///
    /// # Safety
    ///
    /// `to` is writable for as many vectors; the depth lies within k.
    #[inline(always)]
    unsafe fn copy_b<S: Simd<T>, const V: usize, const ALONG_K: bool>(
        &self,
        simd: S,
        depth: Part,
        mut to: *mut T,
    ) {
        let n = self.0.n;
        let columns = Columns {
            start: 0,
            vectors: 1,
            last: n,
            overlap: 0,
        };
        let b = self.0.b_rows(columns, depth);
        let zeros = [T::zero(); FEW];
        // SAFETY: B is readable at these columns and terms, and the copy has room for a vector each.
        unsafe {
            for p in (0..depth.count).step_by(if ALONG_K { FEW } else { 1 }) {
                for v in 0..V {
                    // The first column of the vector, and how many it has; those after them are dropped.
                    let (first, columns) = (v * FEW, FEW.min(n - v * FEW));
                    let terms = FEW.min(depth.count - p);
                    let vector = if !ALONG_K {
                        let row = b.first.add(p * b.stride + first);
                        simd.turn_quarters(simd.load_in_quarters(row, columns))
                    } else if b.transposed {
                        let line = |i: usize| {
                            let column = first + i.min(columns - 1);
                            b.first.wrapping_add(column * b.stride + p)
                        };
                        simd.load_quarters([line(0), line(1), line(2), line(3)], terms)
                    } else {
                        let line = |i: usize| {
                            if i < terms {
                                b.first.wrapping_add((p + i) * b.stride + first)
                            } else {
                                zeros.as_ptr()
                            }
                        };
                        let rows = [line(0), line(1), line(2), line(3)];
                        simd.turn_quarters(simd.load_quarters(rows, columns))
                    };
                    simd.store(to, vector);
                    to = to.add(S::LANES);
                }
            }
        }
    }

    /// `R` rows of `V` vectors of sums.
    ///
    /// # Safety
    ///
    /// A piece lies within m and k; the copy holds B there.
    #[inline(always)]
    unsafe fn sum<S: Simd<T>, const R: usize, const V: usize, const ALONG_K: bool>(
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
        let (between, next) = if ALONG_K {
            (along_m, FEW)
        } else {
            (FEW, along_k)
        };
        let mut a = Rows::<T, S, true>::new(simd, (first, between));
        let mut b = copy;
        let mut sums = [[simd.splat(T::zero()); V]; R];
        let (steps, rest) = if ALONG_K {
            (depth.count / FEW, depth.count % FEW)
        } else {
            (depth.count, 0)
        };
        for _ in 0..steps {
            // SAFETY: four elements of A, and `V` vectors of the copy, for each step.
            unsafe { step::<T, S, R, V>(simd, &mut sums, &a, FEW, b) };
            a.advance(next);
            b = b.wrapping_add(V * S::LANES);
        }
        if rest > 0 {
            // SAFETY: as many as are left of a row.
            unsafe { step::<T, S, R, V>(simd, &mut sums, &a, rest, b) };
        }
        // The vectors of four rows each. A copy, so that the sums themselves stay in registers.
        let count = if ALONG_K { R / FEW } else { R };
        let mut done = sums;
        if ALONG_K {
            each!(four < R / FEW, {
                each!(v < V, {
                    let at = |i: usize| sums[four * FEW + i][v];
                    done[four][v] = simd.sum_quarters([at(0), at(1), at(2), at(3)]);
                });
            });
        }
        simd.outlined(Summed {
            few: *self,
            piece,
            sums: done.as_flattened().as_ptr().cast(),
            size: (count, V),
        });
    }
}

/// Sums of a piece, on their way to C: one code for tiles of all sizes. A lane of each quarter is of one row.
struct Summed<T> {
    few: Few<T>,
    piece: Piece,
    sums: *const T,
    /// How many vectors there are, for four rows each, and how many side by side.
    size: (usize, usize),
}

impl<T: Element> Kernel<T> for Summed<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        for v in 0..self.size.1 {
            match self.few.0.n - v * FEW {
                1 => self.columns::<S, 1>(simd, v),
                2 => self.columns::<S, 2>(simd, v),
                3 => self.columns::<S, 3>(simd, v),
                _ => self.columns::<S, FEW>(simd, v),
            }
        }
    }
}

impl<T: Element> Summed<T> {
    /// The `C` columns of vector `v`.
    #[inline(always)]
    fn columns<S: Simd<T>, const C: usize>(&self, simd: S, v: usize) {
        let Self { few, piece, .. } = self;
        let (count, vectors) = self.size;
        let outer = few.0.columns(v * FEW, C);
        let (store, bias) = outer.epilogue(piece.depth);
        for number in 0..count {
            let row = number * FEW;
            let block = Block::<T, FEW, FEW> {
                to: outer.at(piece.row + row, 0),
                stride: outer.c_stride,
                columns: C,
                done: piece.done.saturating_sub(row),
                store,
                bias,
            };
            // SAFETY: there are as many sums; the set has 16 lanes; rows and columns lie within m and n, and the bias has n
            // elements, if it is there.
            unsafe {
                let sums = simd.load(self.sums.add((number * vectors + v) * S::LANES));
                block.put(simd, simd.turn_quarters(sums));
            }
        }
    }
}

/// Adds to the sums `count` elements of A for each row, in all quarters, times the vectors of the copy.
///
/// # Safety
///
/// These are readable.
#[inline(always)]
unsafe fn step<T: Element, S: Simd<T>, const R: usize, const V: usize>(
    simd: S,
    sums: &mut [[S::Vector; V]; R],
    a: &Rows<T, S, true>,
    count: usize,
    b: *const T,
) {
    let mut vectors = [simd.splat(T::zero()); V];
    each!(v < V, {
        // SAFETY: as the caller says.
        vectors[v] = unsafe { simd.load(b.add(v * S::LANES)) };
    });
    each!(r < R, {
        // SAFETY: as the caller says.
        let x = unsafe { simd.load_in_quarters(a.at(r), count) };
        each!(v < V, {
            sums[r][v] = simd.mul_add(x, vectors[v], sums[r][v]);
        });
    });
}
