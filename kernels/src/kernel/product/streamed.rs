//! One row times a matrix that comes from afar: whole rows of it go by, some at a time, and the row of C is summed in the first-level
//! cache.
//!
//! Registers hold sums for a part of each row alone, and the part of the next row is somewhere else. What is read from one end to the
//! other comes half as fast again from the second-level cache of a Zen 5 (45 bytes a cycle, and 32), and up to twice as fast with AVX2
//! from memory, or where the rows' lines share a few places in the caches (Zen 3).

use core::mem::MaybeUninit;

use super::super::{Extent, Kernel, Simd, each};
use super::Epilogue;
use super::caches::{FROM_MEMORY, is_near, shares_places};
use super::far;
use super::pack::start_of;
use super::pays::{HAS_STACK, lanes};
use super::row::RowTimes;
use super::split::NearEqual;
use crate::Element;

/// How many vectors of C are written and read for some rows of B: with 32 registers for two rows, a kilobyte of each, or else half of
/// one, as [`RowTimes`] has them; with fewer for eight, of which each has an element in a register.
const PIECE: usize = 16;
const fn half(registers: usize) -> usize {
    if registers >= 32 { PIECE / 2 } else { 4 }
}
/// How many vectors are summed at a time, and of how many columns it pays: registers hold the sums of fewer.
const SUMS: usize = 128;
const LEAST: usize = 24;

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> RowTimes<'_, T, N, K, E> {
    /// Whether a set may have this form: measured for vectors as wide as a line, and with half as many registers. Known sizes are small.
    pub(super) const fn may_stream<S: Simd<T>>() -> bool {
        let (is_long, has_few) = (S::LANES == lanes::<T>(), S::REGISTERS < 32);
        HAS_STACK && N::KNOWN.is_none() && S::REGISTERS >= 16 && (is_long || has_few)
    }

    /// Whether B is not near, and the core is one on which it matters in what order it comes; if the third-level cache is far, from there.
    /// With fewer registers if it comes from memory, or from a few places.
    #[inline(always)]
    pub(super) fn streams<S: Simd<T>>(&self, simd: S) -> bool {
        let (n, k) = (self.n.get(), self.k.get());
        if const { !Self::may_stream::<S>() } || is_near::<T>(n * k) {
            false
        } else if const { S::REGISTERS >= 32 } {
            let is_kept = n * k * size_of::<T>() < far::NEAR;
            !(simd.takes_halves() || is_kept && simd.is_third_level_far())
        } else {
            let row = n * size_of::<T>();
            shares_places(row) || row * k >= FROM_MEMORY
        }
    }

    /// Whether this form pays: not for rows of which registers hold most sums.
    #[inline(always)]
    pub(super) fn pays_streamed<S: Simd<T>>(&self, simd: S) -> bool {
        self.n.get() >= LEAST * S::LANES && self.streams(simd)
    }
}

/// The columns that are whole halves of pieces; the result is how many they are.
pub(super) struct Streamed<'r, 'a, T, N, K, E>(pub(super) &'r mut RowTimes<'a, T, N, K, E>);

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> Kernel<T> for Streamed<'_, '_, T, N, K, E> {
    type Output = usize;

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> usize {
        let mut sums = [const { MaybeUninit::<S::Vector>::uninit() }; SUMS];
        let sums: *mut S::Vector = start_of(&mut sums);
        let row = self.0;
        let half = const { half(S::REGISTERS) };
        let (k, halves) = (row.k.get(), row.n.get() / (half * S::LANES));
        for (first, count) in NearEqual::new(halves, SUMS / half) {
            let (start, count) = (first * half * S::LANES, count * half);
            // SAFETY: there are `SUMS`, no fewer than `count`, and they are written before they are read; as many vectors from column `start`
            // on lie within n, and the rows within k.
            unsafe {
                for v in 0..count {
                    sums.add(v).write(simd.splat(T::zero()));
                }
                let mut p = 0;
                if const { S::REGISTERS >= 32 } {
                    while p + 2 <= k {
                        row.rows::<S, 2>(simd, (sums, count), p, start);
                        p += 2;
                    }
                } else {
                    while p + 8 <= k {
                        row.rows::<S, 8>(simd, (sums, count), p, start);
                        p += 8;
                    }
                }
                while p < k {
                    row.rows::<S, 1>(simd, (sums, count), p, start);
                    p += 1;
                }
                for v in 0..count {
                    let sum = sums.add(v).read();
                    row.put(simd, sum, start + v * S::LANES, false, S::LANES);
                }
            }
        }
        halves * half * S::LANES
    }
}

impl<T: Element, N: Extent, K: Extent, E: Epilogue<T>> RowTimes<'_, T, N, K, E> {
    /// Adds `count` vectors, a multiple of `half`, of each of `R` rows of B from row p and column `start` on, times their elements of a, to
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
            if const { S::REGISTERS >= 32 } {
                while v + PIECE <= count {
                    piece::<T, S, R, PIECE>(simd, sums.add(v), &x, (b.add(v * S::LANES), n));
                    v += PIECE;
                }
                if v < count {
                    piece::<T, S, R, { half(32) }>(simd, sums.add(v), &x, (b.add(v * S::LANES), n));
                }
            } else {
                while v < count {
                    piece::<T, S, R, { half(16) }>(simd, sums.add(v), &x, (b.add(v * S::LANES), n));
                    v += half(16);
                }
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
