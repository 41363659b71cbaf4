//! Softmax and cross entropy against labels, for many rows at once.

use super::rows::Rows;
use super::{Function, Log};
use crate::Element;
use crate::kernel::{Kernel, MOST_LANES, Simd};

struct CrossEntropy<'a, T, F> {
    logits: &'a [T],
    width: usize,
    label: F,
    delta: Option<(&'a mut [T], T)>,
}

impl<T: Element, F: Fn(usize) -> usize> Kernel<T> for CrossEntropy<'_, T, F> {
    type Output = T;

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) -> T {
        let rows = Rows::new(simd, self.width);
        let mut loss = simd.splat(T::zero());
        let block = S::LANES * self.width;
        for (i, logits) in self.logits.chunks(block).enumerate() {
            // ln 1 is 0: what lanes without a row add.
            let (mut sums, mut distances) = ([T::one(); MOST_LANES], [T::zero(); MOST_LANES]);
            for (lane, row) in logits.chunks_exact(self.width).enumerate() {
                let number = i * S::LANES + lane;
                let label = (self.label)(number);
                let at = number * self.width;
                let mut terms = self
                    .delta
                    .as_mut()
                    .map(|(delta, weight)| (&mut delta[at..at + self.width], *weight));
                let to = match &mut terms {
                    Some((terms, _)) => terms.as_mut_ptr(),
                    None => core::ptr::null_mut(),
                };
                // SAFETY: the row has as many elements as rows are wide, and so have the terms.
                let (largest, sum) = unsafe {
                    let largest = rows.largest(row.as_ptr());
                    (largest, rows.exp_sum(row.as_ptr(), to, largest))
                };
                sums[lane] = sum;
                // Where the largest is infinite, so are its equals, and no farther from it than 0.
                if row[label] != largest {
                    distances[lane] = row[label] - largest;
                }
                if let Some((terms, weight)) = terms {
                    let scale = simd.splat(weight / sum);
                    for at in (0..self.width).step_by(S::LANES) {
                        // SAFETY: as above; `at` is less than the width.
                        unsafe { rows.write(to, at, simd.mul(rows.read(to, at), scale)) };
                    }
                    terms[label] -= weight;
                }
            }
            // SAFETY: there are at least `LANES` of each.
            let (sums, distances) =
                unsafe { (simd.load(sums.as_ptr()), simd.load(distances.as_ptr())) };
            loss = simd.add(loss, simd.sub(Log::lanes(simd, sums), distances));
        }
        simd.sum(loss)
    }
}

/// The sum over rows of −ln softmax(z)ₗ, for rows z of `width` logits and the row's label l, and where `delta` is given, with
/// a weight w, the gradient w (softmax(z) − y), y being the label as a unit vector. NaN in a row makes the sum NaN.
///
/// ```
/// use typograd::kernel::math::cross_entropy;
///
/// let (logits, mut delta) = ([7.0_f64, 7.0, -1e4, 1e4], [0.0; 4]); // two rows of two
/// let labels = [0, 1];
/// let loss = cross_entropy(&logits, 2, |row| labels[row], Some((&mut delta, 0.5)));
/// assert!((loss - 2_f64.ln()).abs() < 1e-15);
/// assert_eq!(delta, [-0.25, 0.25, 0.0, 0.0]);
/// ```
///
/// # Panics
///
/// If the width is 0, if the logits are not whole rows or `delta` has another length, or if a label is not less than the
/// width.
pub fn cross_entropy<T: Element>(
    logits: &[T],
    width: usize,
    label: impl Fn(usize) -> usize,
    delta: Option<(&mut [T], T)>,
) -> T {
    assert!(
        logits.len().is_multiple_of(width),
        "{} logits are no rows of {width}",
        logits.len()
    );
    if let Some((delta, _)) = &delta {
        assert!(
            delta.len() == logits.len(),
            "a gradient of {} elements for {} logits",
            delta.len(),
            logits.len()
        );
    }
    T::dispatch(CrossEntropy {
        logits,
        width,
        label,
        delta,
    })
}
