//! How a tile's sums are written to C.

use super::super::lanes::{load, save};
use super::super::{Extent, Simd, Store, each};
use super::ahead::ask_for;
use super::panel::{Panel, overlaps};
use crate::Element;

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Panel<T, M, K, V, MASKED>
{
    /// Writes a tile's sums to C's rows from `row` on.
    ///
    /// # Safety
    ///
    /// As [`put`](Self::put), for these rows.
    #[inline(always)]
    pub(super) unsafe fn put_tile<S: Simd<T>, const R: usize>(
        &self,
        simd: S,
        sums: [[S::Vector; V]; R],
        row: usize,
    ) {
        // SAFETY: as the caller says.
        unsafe {
            let to = self.c.add(row * self.c_stride);
            // Where a part is written as quickly, one code does for both: half as much to compile.
            if MASKED || const { S::MASKS } || self.last < S::LANES {
                self.put::<S, R, true>(simd, sums, to);
            } else {
                self.put::<S, R, false>(simd, sums, to);
            }
        }
    }

    /// Asks for `R` rows of C from `row` on.
    #[inline(always)]
    pub(super) fn ask_for_c<S: Simd<T>, const R: usize>(&self, simd: S, row: usize) {
        let mut line = self.c.wrapping_add(row * self.c_stride).cast_const();
        each!(_r < R, {
            // As in `ask_for_lines`.
            line = simd.opaque(line);
            ask_for(simd, line, V);
            line = line.wrapping_add(self.c_stride);
        });
    }

    /// Writes sums to C's rows from `to` on: the last vector as far as `last`, if it is a `PART`.
    ///
    /// Each pass is so short that the compiler unrolls it, lest the sums go through memory.
    ///
    /// # Safety
    ///
    /// C is readable and writable for `R` such rows, and the bias, if there is one, readable for one.
    #[inline(always)]
    pub(super) unsafe fn put<S: Simd<T>, const R: usize, const PART: bool>(
        &self,
        simd: S,
        mut sums: [[S::Vector; V]; R],
        to: *mut T,
    ) {
        let part = |v: usize| PART && v == V - 1;
        let at = |v: usize| self.at::<S>(v);
        let store = self.store_now(simd);
        let scale = simd.splat(store.scale);
        // Added to all of what is there, as an update is, a sum is scaled by the same instruction: a further loop, which the small
        // code for few registers does without.
        let adds = const { S::REGISTERS >= 16 } && store.keep == T::one();
        if !adds && store.scale != T::one() {
            each!(r < R, {
                each!(v < V, {
                    sums[r][v] = simd.mul(scale, sums[r][v]);
                });
            });
        }
        // SAFETY: rows and columns lie within those that the caller vouches for.
        unsafe {
            if adds {
                self.join::<S, R, PART>(
                    simd,
                    &mut sums,
                    to,
                    #[inline(always)]
                    |sum, held| simd.mul_add(scale, sum, held),
                );
            } else if !store.keep.is_zero() {
                let keep = simd.splat(store.keep);
                self.join::<S, R, PART>(
                    simd,
                    &mut sums,
                    to,
                    #[inline(always)]
                    |sum, held| simd.mul_add(keep, held, sum),
                );
            }
            if !self.bias.is_null() {
                each!(v < V, {
                    let bias = self.bias.add(at(v));
                    let bias = load(simd, bias, part(v), self.last);
                    each!(r < R, {
                        sums[r][v] = simd.add(sums[r][v], bias);
                    });
                });
            }
            each!(r < R, {
                each!(v < V, {
                    let to = to.add(r * self.c_stride + at(v));
                    save(simd, to, sums[r][v], part(v), self.last);
                });
            });
        }
    }

    /// Where a vector begins in a row of C. Vectors of a row are read before any is written, so that they may overlap.
    #[inline(always)]
    fn at<S: Simd<T>>(&self, v: usize) -> usize {
        let at = v * S::LANES;
        if const { V > 1 && overlaps(S::REGISTERS) } && v == V - 1 {
            at - self.overlap
        } else {
            at
        }
    }

    /// Makes each sum one with what C holds there.
    ///
    /// # Safety
    ///
    /// As [`put`](Self::put).
    #[inline(always)]
    unsafe fn join<S: Simd<T>, const R: usize, const PART: bool>(
        &self,
        simd: S,
        sums: &mut [[S::Vector; V]; R],
        to: *const T,
        both: impl Fn(S::Vector, S::Vector) -> S::Vector,
    ) {
        each!(r < R, {
            each!(v < V, {
                // SAFETY: one of the vectors that the caller vouches for.
                let held = unsafe {
                    let from = to.add(r * self.c_stride + self.at::<S>(v));
                    load(simd, from, PART && v == V - 1, self.last)
                };
                sums[r][v] = both(sums[r][v], held);
            });
        });
    }

    /// How sums are stored; where registers are few, read from memory now, lest one of them hold it while a tile runs.
    #[inline(always)]
    fn store_now<S: Simd<T>>(&self, simd: S) -> Store<T> {
        let store = self.store;
        if const { S::REGISTERS >= 32 } {
            return store;
        }
        let place = simd.opaque((&raw const store).cast());
        // SAFETY: the place of `store`.
        unsafe { *place.cast() }
    }
}
