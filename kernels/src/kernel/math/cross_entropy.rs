//! Softmax and cross entropy against labels, for many rows at once.

use super::cross_entropy_block::Block;
use super::rows::{Rows, relative};
use super::{Exp, Function, Log};
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
        let (vectors, numbers) = (self.width.div_ceil(S::LANES), numbers());
        let (done, sum) = if const { S::LANES > 1 && S::REGISTERS >= 16 } && vectors <= 2 {
            self.blocks(simd, &numbers)
        } else {
            (0, T::zero())
        };
        sum + match vectors {
            1 => self.rows::<S, 1>(simd, done, &numbers),
            2 => self.rows::<S, 2>(simd, done, &numbers),
            _ => self.rows::<S, 0>(simd, done, &numbers),
        }
    }
}

/// 0, 1, 2 and so on, as elements.
pub(super) type Numbers<T> = [T; 2 * MOST_LANES];

#[inline(always)]
fn numbers<T: Element>() -> Numbers<T> {
    let mut numbers = [T::zero(); 2 * MOST_LANES];
    for i in 1..numbers.len() {
        numbers[i] = numbers[i - 1] + T::one();
    }
    numbers
}

impl<T: Element, F: Fn(usize) -> usize> CrossEntropy<'_, T, F> {
    /// The rows from `first` on, each of `V` vectors, or where that is 0 of more than are held in registers.
    #[inline(always)]
    fn rows<S: Simd<T>, const V: usize>(
        mut self,
        simd: S,
        first: usize,
        numbers: &Numbers<T>,
    ) -> T {
        let rows = Rows::new(simd, self.width);
        let mut loss = simd.splat(T::zero());
        let block = S::LANES * self.width;
        for (i, logits) in self.logits[first * self.width..].chunks(block).enumerate() {
            // ln 1 is 0: what lanes without a row add.
            let (mut sums, mut distances) = ([T::one(); MOST_LANES], [T::zero(); MOST_LANES]);
            for (lane, row) in logits.chunks_exact(self.width).enumerate() {
                let number = first + i * S::LANES + lane;
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
                    if V > 0 {
                        let weight = terms.as_ref().map(|(_, weight)| *weight);
                        let label = numbers[label];
                        let one = (label, weight.unwrap_or(T::zero()));
                        let sum =
                            held::<T, S, V>(simd, &rows, (row.as_ptr(), to), largest, one, numbers);
                        terms = None;
                        (largest, sum)
                    } else {
                        (largest, rows.exp_sum(row.as_ptr(), to, largest))
                    }
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

    /// As many rows at a time as a vector has lanes, or at least half as many: with fewer, most would be done for nothing. Returns how many
    /// they are, and the sum of their losses.
    #[inline(always)]
    fn blocks<S: Simd<T>>(&mut self, simd: S, numbers: &Numbers<T>) -> (usize, T) {
        let (mut done, mut sum) = (0, T::zero());
        let count = self.logits.len() / self.width;
        while count - done >= S::LANES / 2 {
            let some = (count - done).min(S::LANES);
            let mut labels = [T::zero(); MOST_LANES];
            for (lane, place) in labels[..some].iter_mut().enumerate() {
                let label = (self.label)(done + lane);
                assert!(label < self.width, "label {label} of {}", self.width);
                *place = numbers[label];
            }
            let range = done * self.width..(done + some) * self.width;
            let delta = self.delta.as_mut();
            sum += simd.outlined(Block {
                logits: &self.logits[range.clone()],
                width: self.width,
                labels: &labels,
                delta: delta.map(|(delta, weight)| (&mut delta[range], *weight)),
                numbers,
            });
            done += some;
        }
        (done, sum)
    }
}

/// A row of `V` vectors: Σ eᶻ⁻ᵐ for the largest element m, and where `to` is not null, the gradient is written there. `numbers`
/// are 0, 1, 2 and so on, the label one of them.
///
/// The powers stay in registers: what a masked store has written is slow to be read again.
///
/// # Safety
///
/// The row is valid for reading as many elements as rows are wide, and `to`, if it is not null, for writing as many.
#[inline(always)]
unsafe fn held<T: Element, S: Simd<T>, const V: usize>(
    simd: S,
    rows: &Rows<T, S>,
    (row, to): (*const T, *mut T),
    largest: T,
    (label, weight): (T, T),
    numbers: &Numbers<T>,
) -> T {
    let mut terms = [simd.splat(T::zero()); V];
    let (mut sum, largest) = (simd.splat(T::zero()), simd.splat(largest));
    for (v, term) in terms.iter_mut().enumerate() {
        // SAFETY: `V` vectors begin within the row.
        let x = unsafe { rows.read(row, v * S::LANES) };
        *term = Exp::lanes(simd, relative(simd, x, largest));
        sum = simd.add(sum, *term);
    }
    let sum = simd.sum(sum);
    if !to.is_null() {
        let (scale, label) = (simd.splat(weight / sum), simd.splat(label));
        for (v, term) in terms.into_iter().enumerate() {
            // SAFETY: there are as many numbers; `V` vectors begin within the row.
            unsafe {
                let is_label = simd.equal(simd.load(numbers.as_ptr().add(v * S::LANES)), label);
                let one = simd.select(is_label, simd.splat(weight), simd.splat(T::zero()));
                let delta = simd.sub(simd.mul(term, scale), one);
                rows.write(to, v * S::LANES, delta);
            }
        }
    }
    sum
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
