//! The gradient in the weights of few filters: dot products of the rows of y with those of x, four taps at a time.

use core::mem::MaybeUninit;

use super::super::lanes::load;
use super::super::product::{NearEqual, start_of};
use super::super::{Kernel, Simd, Store};
use super::correlation::Correlation;
use super::field::{self, Block, Blocks, Field};
use super::{Batch, ROOM};
use crate::Element;

/// The sums of the products of x and y, for the weights of the forward correlation `of`, whose step along the width is 1. In
/// the batch, w is written and y read.
pub(super) struct Dots<T> {
    pub(super) of: Correlation,
    pub(super) blocks: Blocks,
    pub(super) batch: Batch<T>,
}

/// How many filters and taps are summed at once.
const ROWS: usize = 6;
const TAPS: usize = 4;

/// How many where there are few registers.
const fn most_rows(registers: usize) -> usize {
    match registers {
        32.. => ROWS,
        16.. => 2,
        _ => 1,
    }
}

impl<T: Element> Kernel<T> for Dots<T> {
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
                while input < of.inputs {
                    let inputs = blocks.inputs().min(of.inputs - input);
                    let mut store = if sample == 0 {
                        batch.store
                    } else {
                        batch.store.continued()
                    };
                    blocks.each(
                        &of,
                        (input, inputs),
                        #[inline(always)]
                        |block| {
                            // SAFETY: x, w and y are those of the sample and the group; the buffer has room for a block.
                            unsafe {
                                let field = field::fill(simd, &of, &block, x, buffer);
                                sums(simd, &of, &block, field, (w.cast_mut(), y), store);
                            }
                            store = store.continued();
                        },
                    );
                    input += inputs;
                }
            }
        }
    }
}

/// The sums over a block.
///
/// # Safety
///
/// The field is that of the block; y is readable for all outputs, w readable and writable for all weights.
#[inline(always)]
unsafe fn sums<T: Element, S: Simd<T>>(
    simd: S,
    of: &Correlation,
    block: &Block,
    field: Field<T>,
    (w, y): (*mut T, *mut T),
    store: Store<T>,
) {
    let (height, width) = (&of.height, &of.width);
    let taps = of.taps();
    let y = y
        .cast_const()
        .wrapping_add(of.place(block.row, block.column));
    for (first, filters) in NearEqual::new(of.outputs, most_rows(S::REGISTERS)) {
        for (start, count) in NearEqual::new(block.inputs * taps, TAPS) {
            let mut lines = [field.first; TAPS];
            for (t, line) in lines.iter_mut().enumerate() {
                // Where there are fewer taps, the last is summed again, and not stored.
                let tap = start + t.min(count - 1);
                let (plane, tap) = (tap / taps, tap % taps);
                let (k, l) = (tap / width.taps, tap % width.taps);
                let row = plane * field.plane + k * height.apart * field.pitch;
                *line = field.first.wrapping_add(row + l * width.apart);
            }
            let dots = Few {
                y: y.wrapping_add(first * of.out[0]),
                plane: of.out[0],
                y_row: of.out[1],
                lines,
                x_row: height.step * field.pitch,
                rows: block.rows,
                columns: block.columns,
                to: w.wrapping_add(first * of.weights[0] + block.input * taps + start),
                to_row: of.weights[0],
                count,
                store,
            };
            match filters {
                6 if const { most_rows(S::REGISTERS) >= 6 } => simd.outlined(Rows::<T, 6>(dots)),
                5 if const { most_rows(S::REGISTERS) >= 5 } => simd.outlined(Rows::<T, 5>(dots)),
                4 if const { most_rows(S::REGISTERS) >= 4 } => simd.outlined(Rows::<T, 4>(dots)),
                3 if const { most_rows(S::REGISTERS) >= 3 } => simd.outlined(Rows::<T, 3>(dots)),
                2 if const { most_rows(S::REGISTERS) >= 2 } => simd.outlined(Rows::<T, 2>(dots)),
                _ => simd.outlined(Rows::<T, 1>(dots)),
            }
        }
    }
}

/// A few planes of y against four taps.
#[derive(Clone, Copy)]
struct Few<T> {
    y: *const T,
    /// The distances in y: from plane to plane, and from row to row.
    plane: usize,
    y_row: usize,
    lines: [*const T; TAPS],
    x_row: usize,
    rows: usize,
    columns: usize,
    to: *mut T,
    to_row: usize,
    /// How many of the taps are stored.
    count: usize,
    store: Store<T>,
}

/// [`Few`], for `R` planes: each is readable for the rows and columns, the lines too and for a vector behind them, and `to` is
/// readable and writable for the taps of each plane.
#[derive(Clone, Copy)]
struct Rows<T, const R: usize>(Few<T>);

impl<T: Element, const R: usize> Kernel<T> for Rows<T, R> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let few = self.0;
        let mut sums = [[simd.splat(T::zero()); TAPS]; R];
        for row in 0..few.rows {
            let y = few.y.wrapping_add(row * few.y_row);
            let mut column = 0;
            while column < few.columns {
                let last = (few.columns - column).min(S::LANES);
                let at = row * few.x_row + column;
                // SAFETY: as `Rows` says; what is read of y ends at the last column.
                unsafe {
                    let mut lines = [simd.splat(T::zero()); TAPS];
                    for (line, from) in lines.iter_mut().zip(few.lines) {
                        *line = simd.load(from.add(at));
                    }
                    for (r, sums) in sums.iter_mut().enumerate() {
                        let from = y.add(r * few.plane + column);
                        let y = load(simd, from, last < S::LANES, last);
                        for (sum, line) in sums.iter_mut().zip(lines) {
                            *sum = simd.mul_add(y, line, *sum);
                        }
                    }
                }
                column += S::LANES;
            }
        }
        for (r, sums) in sums.into_iter().enumerate() {
            for (t, sum) in simd.sum_four(sums).into_iter().enumerate().take(few.count) {
                // SAFETY: as `Rows` says.
                unsafe { few.store.put(&mut *few.to.add(r * few.to_row + t), sum) };
            }
        }
    }
}
