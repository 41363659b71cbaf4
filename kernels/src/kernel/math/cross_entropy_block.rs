//! Cross entropy of as many rows as a vector has lanes: a lane for each row.
//!
//! Nothing is done across lanes then, and what is done for a row, a quotient and a logarithm, is done for all at once.

use core::mem::MaybeUninit;

use super::cross_entropy::Numbers;
use super::rows::{Rows, relative};
use super::{Exp, Function, Log};
use crate::Element;
use crate::kernel::product::start_of;
use crate::kernel::{Kernel, MOST_LANES, Simd};

/// Up to `LANES` rows of up to twice as many elements; the result is the sum of their losses.
pub(super) struct Block<'a, T> {
    pub(super) logits: &'a [T],
    pub(super) width: usize,
    /// Each row's label, one of the numbers.
    pub(super) labels: &'a [T; MOST_LANES],
    /// Where the gradient goes, of as many elements as there are logits, and its weight.
    pub(super) delta: Option<(&'a mut [T], T)>,
    pub(super) numbers: &'a Numbers<T>,
}

impl<T: Element> Kernel<T> for Block<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> T {
        let mut in_rows = [const { MaybeUninit::<[S::Vector; 2]>::uninit() }; MOST_LANES];
        let mut in_columns = [const { MaybeUninit::<[S::Vector; 2]>::uninit() }; MOST_LANES];
        let (by_row, by_column): (*mut T, *mut T) =
            (start_of(&mut in_rows), start_of(&mut in_columns));
        let Self {
            logits,
            width,
            numbers,
            ..
        } = self;
        let (count, vectors) = (logits.len() / width, width.div_ceil(S::LANES));
        debug_assert!(vectors <= 2 && count <= S::LANES);
        let rows = Rows::new(simd, width);
        let zero = simd.splat(T::zero());
        // SAFETY: each buffer has two vectors for each of `MOST_LANES` lanes, which are written before they are read. One or two begin
        // within a row, and there are `count` rows of the logits, and of the gradient.
        unsafe {
            let stride = vectors * S::LANES;
            let at = |lane: usize, v: usize| by_row.add(lane * stride + v * S::LANES);
            let column = |c: usize| by_column.add(c * S::LANES);
            for lane in 0..S::LANES {
                for v in 0..vectors {
                    let mut x = zero;
                    if lane < count {
                        x = rows.read(logits.as_ptr().add(lane * width), v * S::LANES);
                    }
                    simd.store(at(lane, v), x);
                }
            }
            for v in 0..vectors {
                simd.transpose(at(0, v), stride, column(v * S::LANES), S::LANES);
            }
            let mut largest = simd.splat(T::neg_infinity());
            for c in 0..width {
                largest = simd.max(simd.load(column(c)), largest);
            }
            let labels = simd.load(self.labels.as_ptr());
            let (mut sums, mut at_labels) = (zero, zero);
            for (c, number) in numbers[..width].iter().enumerate() {
                let x = simd.load(column(c));
                let is_label = simd.equal(labels, simd.splat(*number));
                at_labels = simd.select(is_label, x, at_labels);
                let term = Exp::lanes(simd, relative(simd, x, largest));
                sums = simd.add(sums, term);
                simd.store(column(c), term);
            }
            if let Some((delta, weight)) = self.delta {
                let weight = simd.splat(weight);
                let scale = simd.div(weight, sums);
                for (c, number) in numbers[..width].iter().enumerate() {
                    let is_label = simd.equal(labels, simd.splat(*number));
                    let one = simd.select(is_label, weight, zero);
                    let delta = simd.sub(simd.mul(simd.load(column(c)), scale), one);
                    simd.store(column(c), delta);
                }
                for v in 0..vectors {
                    simd.transpose(column(v * S::LANES), S::LANES, at(0, v), stride);
                }
                for lane in 0..count {
                    for v in 0..vectors {
                        let to = delta.as_mut_ptr().add(lane * width);
                        rows.write(to, v * S::LANES, simd.load(at(lane, v)));
                    }
                }
            }
            let distances = relative(simd, at_labels, largest);
            let losses = simd.sub(Log::lanes(simd, sums), distances);
            simd.store(by_row, losses);
            simd.sum(simd.load_part(by_row, count))
        }
    }
}
