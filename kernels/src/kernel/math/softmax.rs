//! Softmax over rows.

use super::narrow;
use super::rows::Rows;
use crate::Element;
use crate::kernel::{Kernel, Simd};

struct Softmax<'a, T> {
    rows: &'a mut [T],
    width: usize,
}

impl<T: Element> Kernel<T> for Softmax<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        if narrow::is_narrow::<T, S>(self.width) {
            return narrow::softmax(simd, self.rows, self.width);
        }
        let rows = Rows::new(simd, self.width);
        for row in self.rows.chunks_exact_mut(self.width) {
            let row = row.as_mut_ptr();
            // SAFETY: the row has as many elements as rows are wide; `at` is less than that.
            unsafe {
                let largest = rows.largest(row);
                let sum = rows.exp_sum(row, row, largest);
                let scale = simd.splat(sum.recip());
                for at in (0..rows.width).step_by(S::LANES) {
                    rows.write(row, at, simd.mul(rows.read(row, at), scale));
                }
            }
        }
    }
}

/// x ← eˣ / Σ eˣ for each of the rows.
///
/// ```
/// use typograd::kernel::math::softmax;
///
/// let mut rows = [7.0_f32, 7.0, -1e4, 1e4]; // two rows of two
/// softmax(&mut rows, 2);
/// assert_eq!(rows, [0.5, 0.5, 0.0, 1.0]);
/// ```
///
/// # Panics
///
/// If the width is 0.
#[inline(never)]
pub fn softmax<T: Element>(rows: &mut [T], width: usize) {
    T::dispatch(Softmax { rows, width });
}
