//! Depth-wise convolutions: each channel has a kernel of its own, of 3 × 3 or 5 × 5, known to the compiler.
//!
//! There is no sum over channels, and so nothing to keep in registers but some rows of the output. A plane is copied with its
//! padding, and vectors lie along its rows. With a stride, those of the outputs are computed as if there were none, and every
//! second number is kept; the transpose reads a plane whose elements are that far apart, with zeros between them, and so does the
//! sum for the weights.

mod padded;

use core::mem::MaybeUninit;

use super::super::lanes::{keeping, load, save};
use super::super::product::start_of;
use super::super::{Kernel, MOST_LANES, Simd, Store};
use super::field::zero;
use super::{Axis, Batch, ROOM, Sizes};
use crate::Element;
use padded::{Padded, spread};

/// What is computed of all planes.
#[derive(Clone, Copy)]
pub(super) enum Task {
    /// y of x.
    Forward,
    /// The transpose. In the batch, y is read as x, and x written as y.
    ToInput,
    /// The sums for the weights. In the batch, w is written and y read.
    ToWeights,
}

/// Each plane of the samples with the kernel of its channel, for sizes that [`fits`] allows.
pub(super) struct DepthWise<T> {
    pub(super) sizes: Sizes,
    pub(super) batch: Batch<T>,
    pub(super) task: Task,
}

/// The most rows of outputs that are computed at once.
const MOST_ROWS: usize = 8;

/// Whether the sizes are those of such kernels, and some rows with their padding fit the buffer.
pub(super) fn fits(sizes: &Sizes) -> bool {
    let (height, width) = (&sizes.height, &sizes.width);
    let is_known = matches!((width.window, width.stride), (3 | 5, 1 | 2));
    let are_alike = |f: fn(&Axis) -> usize| f(height) == f(width);
    sizes.channels == 1
        && sizes.filters == 1
        && is_known
        && are_alike(|axis| axis.window)
        && are_alike(|axis| axis.stride)
        && height.dilation * width.dilation == 1
        && height.before.max(width.before) < width.window
        && [Task::ToInput, Task::ToWeights]
            .iter()
            .all(|task| Padded::new(sizes, *task, MOST_LANES).rows(MOST_ROWS) >= MOST_ROWS)
}

impl<T: Element> Kernel<T> for DepthWise<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut buffer = [const { MaybeUninit::<T>::uninit() }; ROOM];
        let buffer: *mut T = start_of(&mut buffer);
        let plane = Padded::new(&self.sizes, self.task, S::LANES);
        // SAFETY: the buffer is that large.
        unsafe { zero(simd, buffer, ROOM) };
        macro_rules! known {
            ($($window:literal, $step:literal;)*) => {
                match (plane.window, plane.step) {
                    $(($window, $step) => {
                        simd.outlined(Planes::<T, $window, $step> {
                            plane,
                            batch: self.batch,
                            task: self.task,
                            buffer,
                        });
                    })*
                    (window, step) => unreachable!("a window of {window}, moved by {step}"),
                }
            };
        }
        known! { 3, 1; 3, 2; 5, 1; 5, 2; }
    }
}

/// All planes, with kernels of `K` × `K` that move by `STEP`. The buffer is zero.
struct Planes<T, const K: usize, const STEP: usize> {
    plane: Padded,
    batch: Batch<T>,
    task: Task,
    buffer: *mut T,
}

impl<T: Element, const K: usize, const STEP: usize> Kernel<T> for Planes<T, K, STEP> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        for group in 0..self.batch.groups {
            match self.task {
                Task::ToWeights if const { S::REGISTERS >= 32 } => {
                    self.to_weights::<S, 4>(simd, group);
                }
                Task::ToWeights => self.to_weights::<S, 2>(simd, group),
                _ if const { S::REGISTERS >= 32 } => self.outputs::<S, MOST_ROWS>(simd, group),
                _ => self.outputs::<S, 4>(simd, group),
            }
        }
    }
}

impl<T: Element, const K: usize, const STEP: usize> Planes<T, K, STEP> {
    /// Fills the buffer with each plane of a channel, part by part, and calls `each` with the sample, and the rows of outputs.
    #[inline(always)]
    fn each<S: Simd<T>>(
        &self,
        simd: S,
        group: usize,
        unit: usize,
        mut each: impl FnMut(usize, usize, usize),
    ) {
        let fit = self.plane.rows(unit);
        let several = fit < self.plane.outputs[0];
        for sample in 0..self.batch.samples {
            let (x, ..) = self.batch.at(sample, group);
            let mut row = 0;
            while row < self.plane.outputs[0] {
                let rows = fit.min(self.plane.outputs[0] - row);
                // SAFETY: x is the plane of the sample and the channel; so many rows fit.
                unsafe {
                    self.plane
                        .fill::<T, S, STEP>(simd, x, (row, rows, several), self.buffer);
                };
                each(sample, row, rows);
                row += rows;
            }
        }
    }

    /// The first element that tap (k, l) reads for the outputs from (row, column) on.
    #[inline(always)]
    fn line(&self, (row, column): (usize, usize), (k, l): (usize, usize)) -> *const T {
        let at = (row * STEP + k) * self.plane.pitch + l + column;
        self.buffer.cast_const().wrapping_add(at)
    }

    /// The outputs of a channel, `R` rows at a time.
    #[inline(always)]
    fn outputs<S: Simd<T>, const R: usize>(&self, simd: S, group: usize) {
        let store = self.batch.store;
        let (_, w, _) = self.batch.at(0, group);
        let is_plain = store.keep.is_zero();
        // The weights are scaled.
        let put = Store {
            scale: T::one(),
            ..store
        };
        let (width, columns) = (self.plane.outputs[1], self.plane.columns);
        let mut weights = [[T::zero(); K]; K];
        for (l, weights) in weights.iter_mut().enumerate() {
            for (k, weight) in weights.iter_mut().enumerate() {
                let at = match self.task {
                    Task::ToInput => K * K - 1 - (k * K + l),
                    _ => k * K + l,
                };
                // SAFETY: the kernel of the channel.
                *weight = store.scale * unsafe { *w.add(at) };
            }
        }
        self.each(
            simd,
            group,
            R,
            #[inline(always)]
            |sample, first, rows| {
                let (.., y) = self.batch.at(sample, group);
                let mut column = 0;
                while column < columns {
                    let last = (columns - column).min(S::LANES);
                    let mut row = 0;
                    while row < rows {
                        let mut sums = [simd.splat(T::zero()); R];
                        for (l, weights) in weights.iter().enumerate() {
                            let weights: [S::Vector; K] = core::array::from_fn(
                                #[inline(always)]
                                |k| simd.splat(weights[k]),
                            );
                            for (r, sum) in sums.iter_mut().enumerate() {
                                for (k, weight) in weights.into_iter().enumerate() {
                                    let line = self.line((row + r, column), (k, l));
                                    // SAFETY: the buffer holds the rows, of whole vectors, and zeros or others beyond the last.
                                    let line = unsafe { simd.load(line) };
                                    *sum = simd.mul_add(weight, line, *sum);
                                }
                            }
                        }
                        let mut lanes = [simd.splat(T::zero()); 1];
                        for (r, sum) in sums.into_iter().enumerate() {
                            if row + r >= rows {
                                continue;
                            }
                            let to = y.wrapping_add((first + row + r) * width + column / STEP);
                            // SAFETY: a row of outputs, as far as it goes; of a vector, every one of `STEP` lanes.
                            unsafe {
                                if STEP > 1 {
                                    let lanes: *mut T = lanes.as_mut_ptr().cast();
                                    simd.store(lanes, sum);
                                    for i in 0..last.div_ceil(STEP) {
                                        put.put(&mut *to.add(i), *lanes.add(i * STEP));
                                    }
                                } else if is_plain && last == S::LANES {
                                    simd.store(to, sum);
                                } else {
                                    let sum = keeping(simd, store, sum, to, true, last);
                                    save(simd, to, sum, true, last);
                                }
                            }
                        }
                        row += R;
                    }
                    column += S::LANES;
                }
            },
        );
    }

    /// The sums for the weights of a channel, over `R` rows at a time.
    #[inline(always)]
    fn to_weights<S: Simd<T>, const R: usize>(&self, simd: S, group: usize) {
        let (width, columns) = (self.plane.outputs[1], self.plane.columns);
        let pitch = self.plane.pitch;
        let lines = (self.plane.rows(R) - 1) * STEP + K;
        let mut totals = [[simd.splat(T::zero()); K]; K];
        self.each(
            simd,
            group,
            R,
            #[inline(always)]
            |sample, first, rows| {
                let (.., y) = self.batch.at(sample, group);
                let mut y = (y.wrapping_add(first * width), width);
                if STEP > 1 {
                    let to = self.buffer.wrapping_add(lines * pitch);
                    for row in 0..rows {
                        // SAFETY: the rows of y; the buffer has room for as many behind those of the plane.
                        unsafe { spread(y.0.add(row * width), to.add(row * pitch), width) };
                    }
                    y = (to, pitch);
                }
                for (l, totals) in totals.iter_mut().enumerate() {
                    let mut sums = [[simd.splat(T::zero()); R]; K];
                    let mut column = 0;
                    while column < columns {
                        let last = (columns - column).min(S::LANES);
                        let mut row = 0;
                        while row < rows {
                            let mut deltas = [simd.splat(T::zero()); R];
                            for (r, delta) in deltas.iter_mut().enumerate() {
                                if row + r < rows {
                                    let from = y.0.wrapping_add((row + r) * y.1 + column);
                                    // SAFETY: a row of y, as far as it goes.
                                    *delta = unsafe { load(simd, from, last < S::LANES, last) };
                                }
                            }
                            for (k, sums) in sums.iter_mut().enumerate() {
                                for (r, (sum, delta)) in sums.iter_mut().zip(deltas).enumerate() {
                                    let line = self.line((row + r, column), (k, l));
                                    // SAFETY: as for the outputs.
                                    let line = unsafe { simd.load(line) };
                                    *sum = simd.mul_add(delta, line, *sum);
                                }
                            }
                            row += R;
                        }
                        column += S::LANES;
                    }
                    for (total, sums) in totals.iter_mut().zip(sums) {
                        for sum in sums {
                            *total = simd.add(*total, sum);
                        }
                    }
                }
            },
        );
        let (_, w, _) = self.batch.at(0, group);
        for (l, totals) in totals.into_iter().enumerate() {
            for (k, total) in totals.into_iter().enumerate() {
                // SAFETY: a weight of the channel.
                let weight = unsafe { &mut *w.cast_mut().add(k * K + l) };
                self.batch.store.put(weight, simd.sum(total));
            }
        }
    }
}
