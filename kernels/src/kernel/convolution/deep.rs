//! Correlations whose vectors lie across the output planes: for many of them, and any step.

use core::mem::MaybeUninit;

use super::super::product::{NearEqual, Source, pack, start_of};
use super::super::{Kernel, MOST_LANES, Simd, Store};
use super::correlation::Correlation;
use super::field::{self, Block, Blocks, Field};
use super::tile::{Nest, most};
use super::turn::{Turned, put};
use super::{Batch, ROOM};
use crate::Element;

/// How many elements the buffer for weights holds: 24 KiB in `f32`.
pub(super) const WEIGHTS: usize = 6144;

/// The outputs of all samples and groups.
pub(super) struct Deep<T> {
    pub(super) of: Correlation,
    pub(super) blocks: Blocks,
    pub(super) batch: Batch<T>,
}

/// How many vectors of output planes are computed at once, at most.
pub(super) const MOST: usize = 3;

impl<T: Element> Kernel<T> for Deep<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut buffer = [const { MaybeUninit::<T>::uninit() }; ROOM];
        let buffer: *mut T = start_of(&mut buffer);
        let mut weights = [const { MaybeUninit::<T>::uninit() }; WEIGHTS];
        let weights: *mut T = start_of(&mut weights);
        let Self { of, blocks, batch } = self;
        let (.., most_vectors) = most(S::REGISTERS);
        for group in 0..batch.groups {
            let total = of.outputs.div_ceil(S::LANES);
            for (start, vectors) in NearEqual::new(total, most_vectors) {
                let first = start * S::LANES;
                let count = (vectors * S::LANES).min(of.outputs - first);
                let mut input = 0;
                let mut store = batch.store;
                while input < of.inputs {
                    let fit = WEIGHTS / (vectors * S::LANES * of.taps());
                    let inputs = blocks.inputs().min(of.inputs - input).min(fit);
                    let (_, w, _) = batch.at(0, group);
                    let w = w.wrapping_add(first * of.weights[0] + input * of.weights[1]);
                    // SAFETY: the weights of the group are readable; `inputs` planes of them fit the buffer.
                    unsafe { pack_weights(simd, &of, w, (count, inputs), weights, vectors) };
                    for sample in 0..batch.samples {
                        let (x, _, y) = batch.at(sample, group);
                        let y = y.wrapping_add(first * of.out[0]);
                        blocks.each(
                            &of,
                            (input, inputs),
                            #[inline(always)]
                            |block| {
                                // SAFETY: x and y are those of the sample and the group; the buffer has room for a block.
                                unsafe {
                                    let field = field::fill(simd, &of, &block, x, buffer);
                                    let lines = (weights.cast_const(), vectors, count);
                                    outputs(simd, &of, &block, field, lines, y, store);
                                }
                            },
                        );
                    }
                    input += inputs;
                    store = store.continued();
                }
            }
        }
    }
}

/// Copies the weights of `count` outputs and some inputs, so that those of one tap lie side by side.
///
/// # Safety
///
/// `w` is readable for them, and the buffer writable for all taps of the inputs, of `vectors` vectors each.
#[inline(always)]
unsafe fn pack_weights<T: Element, S: Simd<T>>(
    simd: S,
    of: &Correlation,
    w: *const T,
    (count, inputs): (usize, usize),
    to: *mut T,
    vectors: usize,
) {
    let stride = vectors * S::LANES;
    let (weight, steps) = of.weight_steps();
    let taps = of.taps();
    let in_line =
        steps[2] == 1 && steps[1] == of.width.taps.cast_signed() && steps[0] == taps.cast_signed();
    if in_line && (inputs * taps).next_multiple_of(S::LANES) * stride <= WEIGHTS {
        let from = Source {
            first: w.wrapping_add(weight),
            stride: of.weights[0],
            transposed: true,
            overlap: 0,
        };
        // SAFETY: the weights of an output lie in a line; the buffer has room for whole blocks, as was asked.
        unsafe { pack(simd, from, (count, inputs * taps), to, stride) };
        return;
    }
    let w = w.wrapping_add(weight);
    let mut to = to;
    for input in 0..inputs {
        for row in 0..of.height.taps {
            for tap in 0..of.width.taps {
                let at = input.cast_signed() * steps[0]
                    + row.cast_signed() * steps[1]
                    + tap.cast_signed() * steps[2];
                let from = w.wrapping_offset(at);
                for lane in 0..stride {
                    // SAFETY: a weight of each of `count` outputs; the buffer has room for whole vectors.
                    unsafe {
                        *to.add(lane) = if lane < count {
                            *from.add(lane * of.weights[0])
                        } else {
                            T::zero()
                        };
                    }
                }
                to = to.wrapping_add(stride);
            }
        }
    }
}

/// The outputs of a block, for `lines`: packed weights, how many vectors they have, and how many outputs that are.
///
/// # Safety
///
/// The field is that of the block; y is readable and writable for these outputs.
#[inline(always)]
unsafe fn outputs<T: Element, S: Simd<T>>(
    simd: S,
    of: &Correlation,
    block: &Block,
    field: Field<T>,
    (weights, vectors, count): (*const T, usize, usize),
    y: *mut T,
    store: Store<T>,
) {
    let (height, width) = (&of.height, &of.width);
    let stride = vectors * S::LANES;
    let nest = Nest {
        counts: [block.inputs, height.taps, width.taps],
        rows: [
            field.plane.cast_signed(),
            (height.apart * field.pitch).cast_signed(),
            width.apart.cast_signed(),
        ],
        lines: [
            (of.taps() * stride).cast_signed(),
            (width.taps * stride).cast_signed(),
            stride.cast_signed(),
        ],
    };
    let is_dense = of.is_dense() && block.columns == width.outputs;
    let total = block.rows * block.columns;
    let mut turned = Turned::<T, S>::new(simd);
    for (start, places) in NearEqual::new(total, MOST_LANES) {
        let mut rows = [field.first; MOST_LANES];
        let mut offsets = [0; MOST_LANES];
        let (mut row, mut column) = (start / block.columns, start % block.columns);
        for (at, offset) in rows.iter_mut().zip(&mut offsets).take(places) {
            let from = row * height.step * field.pitch + column * width.step;
            *at = field.first.wrapping_add(from);
            *offset = of.place(block.row + row, block.column + column);
            column += 1;
            if column == block.columns {
                (row, column) = (row + 1, 0);
            }
        }
        // SAFETY: the rows lie in the field, and the lines in the packed weights; the outputs are those of the block.
        unsafe {
            turned.sums(simd, &rows[..places], (weights, vectors), nest);
            if is_dense {
                turned.put(
                    simd,
                    y.add(offsets[0]),
                    of.out[0],
                    (places, count),
                    vectors,
                    store,
                );
            } else {
                put(
                    &turned,
                    &offsets[..places],
                    (y, of.out[0], count),
                    vectors,
                    store,
                );
            }
        }
    }
}
