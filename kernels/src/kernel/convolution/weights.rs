//! The gradient in the weights: sums over the places, with the filters in vectors.

use core::mem::MaybeUninit;

use super::super::product::{NearEqual, Source, pack, start_of};
use super::super::{Kernel, MOST_LANES, Simd};
use super::correlation::Correlation;
use super::deep::WEIGHTS;
use super::field::{self, Blocks};
use super::tile::{Nest, most};
use super::turn::Turned;
use super::{Batch, ROOM};
use crate::Element;

/// The sums of the products of x and y, for the weights of the forward correlation `of`. In the batch, w is written and y read.
pub(super) struct ToWeights<T> {
    pub(super) of: Correlation,
    pub(super) blocks: Blocks,
    pub(super) batch: Batch<T>,
}

/// How many places the buffer for y has room for, at most.
pub(super) const fn most_places(outputs: usize) -> usize {
    let vectors = outputs.div_ceil(MOST_LANES);
    let vectors = if vectors < 3 { vectors } else { 3 };
    // Whole blocks are turned.
    WEIGHTS / (vectors * MOST_LANES) - MOST_LANES
}

impl<T: Element> Kernel<T> for ToWeights<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut buffer = [const { MaybeUninit::<T>::uninit() }; ROOM];
        let buffer: *mut T = start_of(&mut buffer);
        let mut packed = [const { MaybeUninit::<T>::uninit() }; WEIGHTS];
        let packed: *mut T = start_of(&mut packed);
        let Self { of, blocks, batch } = self;
        let (height, width) = (&of.height, &of.width);
        let (.., most_vectors) = most(S::REGISTERS);
        let mut turned = Turned::<T, S>::new(simd);
        let mut is_first = true;
        for sample in 0..batch.samples {
            for group in 0..batch.groups {
                let (x, w, y) = batch.at(sample, group);
                let w = w.cast_mut();
                let mut input = 0;
                while input < of.inputs {
                    let inputs = blocks.inputs().min(of.inputs - input);
                    let mut store = if is_first {
                        batch.store
                    } else {
                        batch.store.continued()
                    };
                    blocks.each(
                        &of,
                        (input, inputs),
                        #[inline(always)]
                        |block| {
                            // SAFETY: x and y are those of the sample and the group; the buffer has room for a block.
                            let field = unsafe { field::fill(simd, &of, &block, x, buffer) };
                            let total = of.outputs.div_ceil(S::LANES);
                            for (start, vectors) in NearEqual::new(total, most_vectors) {
                                let first = start * S::LANES;
                                let count = (vectors * S::LANES).min(of.outputs - first);
                                let stride = vectors * S::LANES;
                                // Rows of outputs that are parts of theirs are packed one by one.
                                let whole = block.columns == width.outputs;
                                let (lines, length) = if whole {
                                    (1, block.rows * block.columns)
                                } else {
                                    (block.rows, block.columns)
                                };
                                for line in 0..lines {
                                    let at = of.place(block.row + line, block.column);
                                    let from = Source {
                                        first: y.cast_const().wrapping_add(first * of.out[0] + at),
                                        stride: of.out[0],
                                        transposed: true,
                                        overlap: 0,
                                    };
                                    let to = packed.wrapping_add(line * length * stride);
                                    // SAFETY: y is readable for the block's outputs; `most_places` leaves room for whole blocks.
                                    unsafe { pack(simd, from, (count, length), to, stride) };
                                }
                                let nest = Nest {
                                    counts: [1, block.rows, block.columns],
                                    rows: [
                                        0,
                                        (height.step * field.pitch).cast_signed(),
                                        width.step.cast_signed(),
                                    ],
                                    lines: [
                                        0,
                                        (block.columns * stride).cast_signed(),
                                        stride.cast_signed(),
                                    ],
                                };
                                let taps = of.taps();
                                let to = w.wrapping_add(first * of.weights[0] + input * taps);
                                for (start, places) in NearEqual::new(inputs * taps, MOST_LANES) {
                                    let mut rows = [field.first; MOST_LANES];
                                    for (i, row) in rows.iter_mut().enumerate().take(places) {
                                        let (plane, tap) = ((start + i) / taps, (start + i) % taps);
                                        let (k, l) = (tap / width.taps, tap % width.taps);
                                        *row = field.first.wrapping_add(
                                            plane * field.plane
                                                + k * height.apart * field.pitch
                                                + l * width.apart,
                                        );
                                    }
                                    // SAFETY: the rows lie in the field, the lines in the packed buffer; w is that of the group,
                                    // in which the weights of an output lie in a line.
                                    unsafe {
                                        let lines = (packed.cast_const(), vectors);
                                        turned.sums(simd, &rows[..places], lines, nest);
                                        let (to, plane) = (to.add(start), of.weights[0]);
                                        turned.put(
                                            simd,
                                            to,
                                            plane,
                                            (places, count),
                                            vectors,
                                            store,
                                        );
                                    }
                                }
                            }
                            store = store.continued();
                        },
                    );
                    input += inputs;
                }
            }
            is_first = false;
        }
    }
}
