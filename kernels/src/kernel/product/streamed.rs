//! One row times a matrix that comes from the second-level cache: whole rows of it go by, a few at a time, and the row of C is summed
//! in the first-level one.
//!
//! Registers hold sums for a part of each row alone, and the part of the next row is somewhere else. What is read from one end to the
//! other comes half as fast again (Zen 5: 46 bytes a cycle, and 32).

use core::mem::MaybeUninit;

use super::super::lanes::load;
use super::super::{Extent, Simd, each};
use super::Epilogue;
use super::pack::start_of;
use super::pays::{is_near, lanes};
use super::row::RowTimes;
use super::split::NearEqual;
use crate::Element;

/// How many vectors of C are summed at a time.
const SUMS: usize = 128;
/// How many of them are read and written for two rows of B: a kilobyte of each.
const PIECE: usize = 16;

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> RowTimes<'_, T, N, K, E> {
    /// Whether a set, and sizes that are known, may have this form: measured for vectors as wide as a line.
    pub(super) const fn may_stream<S: Simd<T>>() -> bool {
        let near = match (N::KNOWN, K::KNOWN) {
            (Some(n), Some(k)) => is_near::<T>(n * k),
            _ => false,
        };
        S::REGISTERS >= 32 && S::LANES == lanes::<T>() && !near
    }

    /// Whether it pays: not for rows of which registers hold all sums.
    #[inline(always)]
    pub(super) fn pays_streamed<S: Simd<T>>(&self, simd: S) -> bool {
        let (n, k) = (self.n.get(), self.k.get());
        n > 8 * S::LANES && n != PIECE * S::LANES && !is_near::<T>(n * k) && !simd.takes_halves()
    }

    /// Computes the row.
    #[inline(always)]
    pub(super) fn streamed<S: Simd<T>>(&mut self, simd: S) {
        let (n, k) = (self.n.get(), self.k.get());
        let mut sums = [const { MaybeUninit::<S::Vector>::uninit() }; SUMS];
        let sums: *mut S::Vector = start_of(&mut sums);
        for (first, count) in NearEqual::new(n.div_ceil(S::LANES), SUMS) {
            let start = first * S::LANES;
            let columns = (n - start).min(count * S::LANES);
            // SAFETY: `count` is at most `SUMS`, and as many sums are written before they are read; the columns lie within n, and the rows
            // within k.
            unsafe {
                for v in 0..count {
                    sums.add(v).write(simd.splat(T::zero()));
                }
                let mut p = 0;
                while p + 2 <= k {
                    self.rows::<S, 2>(simd, sums, p, (start, columns));
                    p += 2;
                }
                if p < k {
                    self.rows::<S, 1>(simd, sums, p, (start, columns));
                }
                for v in 0..count {
                    let last = (columns - v * S::LANES).min(S::LANES);
                    let masked = last < S::LANES;
                    self.put(simd, sums.add(v).read(), start + v * S::LANES, masked, last);
                }
            }
        }
    }

    /// Adds some columns of `R` rows of B from row p on, times their elements of a, to the sums.
    ///
    /// # Safety
    ///
    /// There are as many rows and columns, and sums for these.
    #[inline(always)]
    unsafe fn rows<S: Simd<T>, const R: usize>(
        &self,
        simd: S,
        sums: *mut S::Vector,
        p: usize,
        (start, columns): (usize, usize),
    ) {
        let (n, whole) = (self.n.get(), columns / S::LANES);
        let mut x = [simd.splat(T::zero()); R];
        // SAFETY: as the caller says; `product` checked that A has k elements and B k·n.
        unsafe {
            each!(r < R, {
                x[r] = simd.splat(*self.operands.a.as_ptr().add(p + r));
            });
            let b = self.operands.b.as_ptr().add(p * n + start);
            let mut v = 0;
            while v + PIECE <= whole {
                piece::<T, S, R, PIECE, false>(simd, sums.add(v), &x, (b.add(v * S::LANES), n), 0);
                v += PIECE;
            }
            while v + 8 <= whole {
                piece::<T, S, R, 8, false>(simd, sums.add(v), &x, (b.add(v * S::LANES), n), 0);
                v += 8;
            }
            while v + 4 <= whole {
                piece::<T, S, R, 4, false>(simd, sums.add(v), &x, (b.add(v * S::LANES), n), 0);
                v += 4;
            }
            while v < whole {
                piece::<T, S, R, 1, false>(simd, sums.add(v), &x, (b.add(v * S::LANES), n), 0);
                v += 1;
            }
            let last = columns - whole * S::LANES;
            if last > 0 {
                piece::<T, S, R, 1, true>(simd, sums.add(v), &x, (b.add(v * S::LANES), n), last);
            }
        }
    }
}

/// Adds `V` vectors of each of `R` rows of B, so far apart, times the elements x, to as many sums; if `MASKED`, of `last` elements.
///
/// # Safety
///
/// They are readable, and the sums writable, too.
#[inline(always)]
unsafe fn piece<T: Element, S: Simd<T>, const R: usize, const V: usize, const MASKED: bool>(
    simd: S,
    sums: *mut S::Vector,
    x: &[S::Vector; R],
    (b, stride): (*const T, usize),
    last: usize,
) {
    // SAFETY: as the caller says.
    unsafe {
        let mut totals = sums.cast::<[S::Vector; V]>().read();
        each!(r < R, {
            each!(v < V, {
                let line = load(simd, b.add(r * stride + v * S::LANES), MASKED, last);
                totals[v] = simd.mul_add(x[r], line, totals[v]);
            });
        });
        sums.cast::<[S::Vector; V]>().write(totals);
    }
}
