//! A row for many rows: added to each, and the sum of them all.

use super::lanes::{keeping, load, save};
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
        let scale = simd.splat(self.store.scale);
        for to in self.rows.chunks_exact_mut(n) {
            let (from, to) = (self.row.as_ptr(), to.as_mut_ptr());
            let mut at = 0;
            while at < n {
                let count = (n - at).min(S::LANES);
                let masked = count < S::LANES;
                // SAFETY: `count` elements from `at < n` on end at n at the latest, the length of both rows.
                unsafe {
                    let to = to.add(at);
                    let value = simd.mul(scale, load(simd, from.add(at), masked, count));
                    let value = keeping(simd, self.store, value, to, masked, count);
                    save(simd, to, value, masked, count);
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
        let scale = simd.splat(self.store.scale);
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
                    let value = simd.mul(scale, *sum);
                    let value = keeping(simd, self.store, value, to, false, S::LANES);
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
                let (to, value) = (to.add(at), simd.mul(scale, sum));
                let value = keeping(simd, self.store, value, to, true, count);
                simd.store_part(to, value, count);
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
        row > 0 && rows.is_multiple_of(row),
        "{rows} elements are no rows of {row}"
    );
}
