//! A row for many rows: added to each, and the sum of them all.

use super::{Kernel, Simd, Store};
use crate::Element;

/// Columns are summed four vectors at a time: enough to hide the latency of an addition.
const VECTORS: usize = 4;

struct Spread<'a, T> {
    row: &'a [T],
    rows: &'a mut [T],
    store: Store<T>,
}

impl<T: Element> Kernel<T> for Spread<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let n = self.row.len();
        let (scale, keep) = (simd.splat(self.store.scale), simd.splat(self.store.keep));
        let reads = !self.store.keep.is_zero();
        for to in self.rows.chunks_exact_mut(n) {
            let (from, to) = (self.row.as_ptr(), to.as_mut_ptr());
            let mut at = 0;
            while at < n {
                let count = (n - at).min(S::LANES);
                // SAFETY: `count` elements from `at < n` on end at n at the latest, the length of both rows.
                unsafe {
                    if count == S::LANES {
                        let mut value = simd.mul(scale, simd.load(from.add(at)));
                        if reads {
                            value = simd.mul_add(keep, simd.load(to.add(at)), value);
                        }
                        simd.store(to.add(at), value);
                    } else {
                        let mut value = simd.mul(scale, simd.load_part(from.add(at), count));
                        if reads {
                            value = simd.mul_add(keep, simd.load_part(to.add(at), count), value);
                        }
                        simd.store_part(to.add(at), value, count);
                    }
                }
                at += count;
            }
        }
    }
}

/// rowᵢ ← keep · rowᵢ + scale · row, for every row of `rows`.
///
/// ```
/// use typograd::kernel::{Store, rows};
///
/// let mut rows = [0.0, 0.0, 1.0, 1.0]; // two rows of two
/// rows::spread(&[10.0, 20.0], &mut rows, Store::add());
/// assert_eq!(rows, [10.0, 20.0, 11.0, 21.0]);
/// ```
///
/// # Panics
///
/// If the row is empty, or `rows` holds no whole number of such rows.
#[inline(never)] // one piece of code for all sizes, here and below
pub fn spread<T: Element>(row: &[T], rows: &mut [T], store: Store<T>) {
    check(row.len(), rows.len());
    T::dispatch(Spread { row, rows, store });
}

struct Gather<'a, T> {
    rows: &'a [T],
    row: &'a mut [T],
    store: Store<T>,
}

impl<T: Element> Kernel<T> for Gather<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let n = self.row.len();
        let (scale, keep) = (simd.splat(self.store.scale), simd.splat(self.store.keep));
        let reads = !self.store.keep.is_zero();
        let (rows, to) = (self.rows.chunks_exact(n), self.row.as_mut_ptr());
        let mut at = 0;
        while at + VECTORS * S::LANES <= n {
            let mut sums = [simd.splat(T::zero()); VECTORS];
            // SAFETY: the `VECTORS` vectors from `at` on end at n at the latest, the length of every row.
            unsafe {
                for row in rows.clone() {
                    for (v, sum) in sums.iter_mut().enumerate() {
                        *sum = simd.add(*sum, simd.load(row.as_ptr().add(at + v * S::LANES)));
                    }
                }
                for (v, sum) in sums.iter().enumerate() {
                    let to = to.add(at + v * S::LANES);
                    let mut value = simd.mul(scale, *sum);
                    if reads {
                        value = simd.mul_add(keep, simd.load(to), value);
                    }
                    simd.store(to, value);
                }
            }
            at += VECTORS * S::LANES;
        }
        while at < n {
            let count = (n - at).min(S::LANES);
            let mut sum = simd.splat(T::zero());
            // SAFETY: `count` elements from `at < n` on end at n at the latest, the length of every row.
            unsafe {
                for row in rows.clone() {
                    sum = simd.add(sum, simd.load_part(row.as_ptr().add(at), count));
                }
                let mut value = simd.mul(scale, sum);
                if reads {
                    value = simd.mul_add(keep, simd.load_part(to.add(at), count), value);
                }
                simd.store_part(to.add(at), value, count);
            }
            at += count;
        }
    }
}

/// row ← keep · row + scale · Σ rowᵢ, over every row of `rows`: the transpose of [`spread`].
///
/// ```
/// use typograd::kernel::{Store, rows};
///
/// let mut row = [0.0; 2];
/// rows::gather(&[1.0, 2.0, 10.0, 20.0], &mut row, Store::set()); // two rows of two
/// assert_eq!(row, [11.0, 22.0]);
/// ```
///
/// # Panics
///
/// If the row is empty, or `rows` holds no whole number of such rows.
#[inline(never)]
pub fn gather<T: Element>(rows: &[T], row: &mut [T], store: Store<T>) {
    check(row.len(), rows.len());
    T::dispatch(Gather { rows, row, store });
}

fn check(row: usize, rows: usize) {
    assert!(
        row > 0 && rows % row == 0,
        "{rows} elements are no rows of {row}"
    );
}
