//! Correlations whose vectors lie along the rows of the output: for few output planes, and wide images.

use core::mem::MaybeUninit;

use super::super::product::{NearEqual, start_of};
use super::super::{Kernel, Simd, Store};
use super::correlation::Correlation;
use super::field::{self, Block, Blocks, Field};
use super::tile::{Nest, most, tile};
use super::{Batch, ROOM};
use crate::Element;

/// The outputs of all samples and groups. The step along the width is 1.
pub(super) struct Wide<T> {
    pub(super) of: Correlation,
    pub(super) blocks: Blocks,
    pub(super) batch: Batch<T>,
}

/// The most vectors of outputs that are computed at once.
const MOST: usize = 3;

impl<T: Element> Kernel<T> for Wide<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut buffer = [const { MaybeUninit::<T>::uninit() }; ROOM];
        let buffer: *mut T = start_of(&mut buffer);
        let Self { of, blocks, batch } = self;
        for sample in 0..batch.samples {
            for group in 0..batch.groups {
                let (x, w, y) = batch.at(sample, group);
                let mut input = 0;
                let mut store = batch.store;
                while input < of.inputs {
                    let inputs = blocks.inputs().min(of.inputs - input);
                    blocks.each(
                        &of,
                        (input, inputs),
                        #[inline(always)]
                        |block| {
                            // SAFETY: x, w and y are those of the sample and the group, of the correlation's sizes; the
                            // buffer has room for a block.
                            unsafe {
                                let field = field::fill(simd, &of, &block, x, buffer);
                                outputs(simd, &of, &block, field, w, y, store);
                            }
                        },
                    );
                    input += inputs;
                    store = store.continued();
                }
            }
        }
    }
}

/// The outputs of a block.
///
/// # Safety
///
/// The field is that of the block; w is readable for all weights, y readable and writable for all outputs.
#[inline(always)]
unsafe fn outputs<T: Element, S: Simd<T>>(
    simd: S,
    of: &Correlation,
    block: &Block,
    field: Field<T>,
    w: *const T,
    y: *mut T,
    store: Store<T>,
) {
    let (height, width) = (&of.height, &of.width);
    let (most_rows, most_vectors) = most(S::REGISTERS);
    let (weight, steps) = of.weight_steps();
    let w = w.wrapping_add(weight + block.input * of.weights[1]);
    let nest = Nest {
        counts: [block.inputs, height.taps, width.taps],
        rows: steps,
        lines: [
            field.plane.cast_signed(),
            (height.apart * field.pitch).cast_signed(),
            width.apart.cast_signed(),
        ],
    };
    let across = block.columns.div_ceil(S::LANES);
    for (first, planes) in NearEqual::new(of.outputs, most_rows) {
        let mut rows = [w; 8];
        for (r, row) in rows.iter_mut().enumerate().take(planes) {
            *row = w.wrapping_add((first + r) * of.weights[0]);
        }
        let plane = y.wrapping_add(first * of.out[0]);
        for (start, vectors) in NearEqual::new(block.rows * across, most_vectors) {
            let mut lines = [field.first; MOST];
            let mut to = [plane; MOST];
            let mut lasts = [0; MOST];
            for v in 0..vectors {
                let (row, column) = ((start + v) / across, (start + v) % across * S::LANES);
                lines[v] = field
                    .first
                    .wrapping_add(row * height.step * field.pitch + column);
                to[v] = plane.wrapping_add(of.place(block.row + row, block.column + column));
                lasts[v] = (block.columns - column).min(S::LANES);
            }
            let (rows, lines) = (&rows[..planes], &lines[..vectors]);
            // SAFETY: the weights are those of `planes` outputs; the lines lie in the field, with a vector behind its end; and
            // the outputs end at the block's last column.
            unsafe {
                if width.out_step == 1 {
                    let to = (&to[..vectors], of.out[0], &lasts[..vectors]);
                    tile(simd, rows, lines, nest, to, store);
                } else {
                    let mut sums = [simd.splat(T::zero()); 8 * MOST];
                    let sums: *mut T = sums.as_mut_ptr().cast();
                    let starts: [*mut T; MOST] =
                        core::array::from_fn(|v| sums.wrapping_add(v * S::LANES));
                    let lanes = [S::LANES; MOST];
                    let stride = MOST * S::LANES;
                    let scratch = (&starts[..vectors], stride, &lanes[..vectors]);
                    tile(simd, rows, lines, nest, scratch, Store::set());
                    for r in 0..planes {
                        for v in 0..vectors {
                            for lane in 0..lasts[v] {
                                let to = to[v].add(r * of.out[0] + lane * width.out_step);
                                store.put(&mut *to, *starts[v].add(r * stride + lane));
                            }
                        }
                    }
                }
            }
        }
    }
}
