//! One row times a matrix that comes from the second-level cache: whole rows of it go by, two at a time, and the row of C is summed
//! in the first-level one.
//!
//! Registers hold sums for a part of each row alone, and the part of the next row is somewhere else. What is read from one end to the
//! other comes half as fast again (Zen 5: 45 bytes a cycle, and 32). Each sum is made in the same order either way.

use core::mem::MaybeUninit;

use super::super::{Extent, Kernel, Simd, each};
use super::Epilogue;
use super::pack::start_of;
use super::pays::{is_near, lanes};
use super::row::RowTimes;
use super::split::NearEqual;
use crate::Element;

/// How many vectors of C are written and read for two rows of B: a kilobyte of each, or else half of one, as [`RowTimes`] has them.
const PIECE: usize = 16;
const HALF: usize = PIECE / 2;
/// How many halves are summed at a time.
const HALVES: usize = 16;

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> RowTimes<'_, T, N, K, E> {
    /// Whether a set may have this form: measured for vectors as wide as a line. Known sizes are small.
    pub(super) const fn may_stream<S: Simd<T>>() -> bool {
        N::KNOWN.is_none() && S::REGISTERS >= 32 && S::LANES == lanes::<T>()
    }

    /// Whether B comes from the second-level cache, to a core on which it matters in what order.
    #[inline(always)]
    pub(super) fn streams<S: Simd<T>>(&self, simd: S) -> bool {
        let (may, elements) = (
            const { Self::may_stream::<S>() },
            self.n.get() * self.k.get(),
        );
        may && !is_near::<T>(elements) && !simd.takes_halves()
    }

    /// Whether this form pays: not for rows of which registers hold most sums.
    #[inline(always)]
    pub(super) fn pays_streamed<S: Simd<T>>(&self, simd: S) -> bool {
        self.n.get() >= (PIECE + HALF) * S::LANES && self.streams(simd)
    }
}

/// The columns that are whole halves of pieces; the result is how many they are.
pub(super) struct Streamed<'r, 'a, T, N, K, E>(pub(super) &'r mut RowTimes<'a, T, N, K, E>);

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> Kernel<T> for Streamed<'_, '_, T, N, K, E> {
    type Output = usize;

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> usize {
        let mut sums = [const { MaybeUninit::<[S::Vector; HALF]>::uninit() }; HALVES];
        let sums: *mut S::Vector = start_of(&mut sums);
        let row = self.0;
        let (k, halves) = (row.k.get(), row.n.get() / (HALF * S::LANES));
        for (first, count) in NearEqual::new(halves, HALVES) {
            let (start, count) = (first * HALF * S::LANES, count * HALF);
            // SAFETY: there are `HALVES` times `HALF` sums, no fewer than `count`, and they are written before they are read; as many vectors
            // from column `start` on lie within n, and the rows within k.
            unsafe {
                for v in 0..count {
                    sums.add(v).write(simd.splat(T::zero()));
                }
                let mut p = 0;
                while p + 2 <= k {
                    row.rows::<S, 2>(simd, (sums, count), p, start);
                    p += 2;
                }
                if p < k {
                    row.rows::<S, 1>(simd, (sums, count), p, start);
                }
                for v in 0..count {
                    let sum = sums.add(v).read();
                    row.put(simd, sum, start + v * S::LANES, false, S::LANES);
                }
            }
        }
        halves * HALF * S::LANES
    }
}

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> RowTimes<'_, T, N, K, E> {
    /// Adds `count` vectors, a multiple of `HALF`, of each of `R` rows of B from row p and column `start` on, times their elements of a, to
    /// as many sums.
    ///
    /// # Safety
    ///
    /// There are as many rows, columns and sums.
    #[inline(always)]
    unsafe fn rows<S: Simd<T>, const R: usize>(
        &self,
        simd: S,
        (sums, count): (*mut S::Vector, usize),
        p: usize,
        start: usize,
    ) {
        let n = self.n.get();
        let mut x = [simd.splat(T::zero()); R];
        // SAFETY: as the caller says; `product` checked that A has k elements and B k·n.
        unsafe {
            each!(r < R, {
                x[r] = simd.splat(*self.operands.a.as_ptr().add(p + r));
            });
            let b = self.operands.b.as_ptr().add(p * n + start);
            let mut v = 0;
            while v + PIECE <= count {
                piece::<T, S, R, PIECE>(simd, sums.add(v), &x, (b.add(v * S::LANES), n));
                v += PIECE;
            }
            if v < count {
                piece::<T, S, R, HALF>(simd, sums.add(v), &x, (b.add(v * S::LANES), n));
            }
        }
    }
}

/// Adds `V` vectors of each of `R` rows of B, so far apart, times the elements x, to as many sums.
///
/// # Safety
///
/// They are readable, and the sums writable, too.
#[inline(always)]
unsafe fn piece<T: Element, S: Simd<T>, const R: usize, const V: usize>(
    simd: S,
    sums: *mut S::Vector,
    x: &[S::Vector; R],
    (b, stride): (*const T, usize),
) {
    // SAFETY: as the caller says.
    unsafe {
        let mut totals = sums.cast::<[S::Vector; V]>().read();
        each!(r < R, {
            each!(v < V, {
                let line = simd.load(b.add(r * stride + v * S::LANES));
                totals[v] = simd.mul_add(x[r], line, totals[v]);
            });
        });
        sums.cast::<[S::Vector; V]>().write(totals);
    }
}
