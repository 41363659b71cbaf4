//! A convolution and its transpose as one thing: the correlation of a stack of planes with a stack of kernels.

use super::{Axis, Sizes};

/// How outputs and taps lie along one dimension: tap `t` of output `i` reads element `i · step + t · apart + origin`, which
/// is zero where there is none. Its weight lies at `weight + t · weight_step`, and the output at `out + i · out_step`.
#[derive(Clone, Copy)]
pub(super) struct Along {
    /// How many elements there are to read.
    pub(super) len: usize,
    pub(super) outputs: usize,
    pub(super) step: usize,
    pub(super) taps: usize,
    pub(super) apart: usize,
    pub(super) origin: isize,
    pub(super) weight: usize,
    pub(super) weight_step: isize,
    pub(super) out: usize,
    pub(super) out_step: usize,
}

impl Along {
    /// How many elements `outputs` outputs in a row read, from the first to the last.
    pub(super) const fn span(&self, outputs: usize) -> usize {
        (outputs - 1) * self.step + (self.taps - 1) * self.apart + 1
    }

    /// That of the convolution.
    pub(super) const fn forward(axis: &Axis) -> Self {
        Self {
            len: axis.len,
            outputs: axis.places,
            step: axis.stride,
            taps: axis.window,
            apart: axis.dilation,
            origin: -axis.before.cast_signed(),
            weight: 0,
            weight_step: 1,
            out: 0,
            out_step: 1,
        }
    }

    /// That of the transpose, for the elements of x that lie at `phase` in the stride; without taps, they are zero.
    ///
    /// The element h of x is element k of the window at place i where h + before = i · stride + k · dilation. Of the elements
    /// h = first + stride · j, those k take part for which k · dilation leaves the same rest: every `every`th.
    pub(super) fn transposed(axis: &Axis, phase: usize) -> Self {
        let Axis {
            len,
            places,
            window,
            stride,
            dilation,
            before,
        } = *axis;
        let first = (phase + stride - before % stride) % stride;
        let every = stride / gcd(stride, dilation);
        let smallest = (0..every.min(window)).find(|k| k * dilation % stride == phase);
        let taps = smallest.map_or(0, |k| (window - k).div_ceil(every));
        // The last tap reads the earliest place, so they go by from the last on.
        let last = smallest.unwrap_or(0) + taps.saturating_sub(1) * every;
        let origin = (first + before).cast_signed() - (last * dilation).cast_signed();
        Self {
            len: places,
            outputs: len.saturating_sub(first).div_ceil(stride),
            step: 1,
            taps,
            apart: every * dilation / stride,
            origin: origin.div_euclid(stride.cast_signed()),
            weight: last,
            weight_step: -every.cast_signed(),
            out: first,
            out_step: stride,
        }
    }
}

const fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// One group of a correlation: every output plane is a sum over the input planes, each with kernels of its own.
#[derive(Clone, Copy)]
pub(super) struct Correlation {
    /// The input planes.
    pub(super) inputs: usize,
    /// The output planes.
    pub(super) outputs: usize,
    pub(super) height: Along,
    pub(super) width: Along,
    /// The distances in the weights: from output to output, from input to input, and from row to row of a kernel.
    pub(super) weights: [usize; 3],
    /// The distances in the output: from plane to plane, and from row to row.
    pub(super) out: [usize; 2],
}

impl Correlation {
    /// y of x.
    pub(super) const fn forward(sizes: &Sizes) -> Self {
        let (height, width) = (&sizes.height, &sizes.width);
        let area = height.window * width.window;
        Self {
            inputs: sizes.channels,
            outputs: sizes.filters,
            height: Along::forward(height),
            width: Along::forward(width),
            weights: [sizes.channels * area, area, width.window],
            out: [height.places * width.places, width.places],
        }
    }

    /// x of y, at a phase of the strides.
    pub(super) fn transposed(sizes: &Sizes, phase: (usize, usize)) -> Self {
        let (height, width) = (&sizes.height, &sizes.width);
        let area = height.window * width.window;
        Self {
            inputs: sizes.filters,
            outputs: sizes.channels,
            height: Along::transposed(height, phase.0),
            width: Along::transposed(width, phase.1),
            weights: [area, sizes.channels * area, width.window],
            out: [height.len * width.len, width.len],
        }
    }

    /// How many numbers each output is a sum over, for each input plane.
    pub(super) const fn taps(&self) -> usize {
        self.height.taps * self.width.taps
    }

    /// Where the weight of the first taps lies, and the distances from input to input, row to row and tap to tap.
    pub(super) fn weight_steps(&self) -> (usize, [isize; 3]) {
        let [_, input, row] = self.weights;
        (
            self.height.weight * row + self.width.weight,
            [
                input.cast_signed(),
                self.height.weight_step * row.cast_signed(),
                self.width.weight_step,
            ],
        )
    }

    /// Whether the outputs of a plane lie one behind the other.
    pub(super) const fn is_dense(&self) -> bool {
        self.width.out_step == 1
            && (self.height.outputs == 1
                || self.height.out_step == 1 && self.width.outputs == self.out[1])
    }

    /// Where an output lies in its plane.
    pub(super) const fn place(&self, row: usize, column: usize) -> usize {
        (self.height.out + row * self.height.out_step) * self.out[1]
            + self.width.out
            + column * self.width.out_step
    }
}
