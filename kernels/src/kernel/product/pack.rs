//! Parts of an operand copied side by side, into a buffer that stays in the cache.

use core::mem::MaybeUninit;

use super::super::{MOST_LANES, Simd, each};
use crate::Element;

/// The elements of a buffer on the stack, as a place to write to: what a kernel with a large one does first.
///
/// `black_box` keeps the compiler from computing anything before the function's frame is made. LLVM's probe of a large frame
/// writes to r11 on x86-64, whoever uses it, and where a path of the function needs no frame, the frame was made behind
/// computations that had left a result there.
#[inline(always)]
pub(in crate::kernel) fn start_of<X, T>(buffer: &mut [MaybeUninit<X>]) -> *mut T {
    core::hint::black_box(buffer.as_mut_ptr()).cast()
}

/// Rows of an operand and their distance, to be copied as they are, or transposed.
#[derive(Clone, Copy)]
pub(in crate::kernel) struct Source<T> {
    pub(in crate::kernel) first: *const T,
    pub(in crate::kernel) stride: usize,
    /// Whether the buffer's rows are the columns here.
    pub(in crate::kernel) transposed: bool,
    /// How many rows here the last vector of a row there has in common with the one before.
    pub(in crate::kernel) overlap: usize,
}

impl<T> Source<T> {
    /// The first of the rows here that become a vector of the buffer's rows, which are `width` elements wide and have it at `at`.
    #[inline(always)]
    pub(super) fn row(&self, at: usize, lanes: usize, width: usize) -> usize {
        if at + lanes == width {
            at - self.overlap
        } else {
            at
        }
    }

    /// What follows the buffer's first `rows` rows.
    #[inline(always)]
    pub(in crate::kernel) fn skip(self, rows: usize) -> Self {
        let step = if self.transposed { 1 } else { self.stride };
        Self {
            first: self.first.wrapping_add(rows * step),
            ..self
        }
    }
}

/// Copies `depth` rows of `width` elements, or where the source is transposed as many columns, to rows `stride` apart.
/// What the last vector of a row lacks is zero.
///
/// # Safety
///
/// The source is readable for these, less its overlap; `to` is writable for `depth` rows, made up to a multiple of `LANES` where the source is
/// transposed, of whole vectors.
#[inline(always)]
pub(in crate::kernel) unsafe fn pack<T: Element, S: Simd<T>>(
    simd: S,
    from: Source<T>,
    (width, depth): (usize, usize),
    to: *mut T,
    stride: usize,
) {
    if !from.transposed {
        let mut at = 0;
        // SAFETY: the columns end at the width; as the caller says.
        unsafe {
            while at + 3 * S::LANES <= width {
                columns::<T, S, 3>(simd, from, at, depth, to, stride);
                at += 3 * S::LANES;
            }
            while at + S::LANES <= width {
                columns::<T, S, 1>(simd, from, at, depth, to, stride);
                at += S::LANES;
            }
            if at < width {
                for p in 0..depth {
                    let vector = simd.load_part(from.first.add(p * from.stride + at), width - at);
                    simd.store(to.add(p * stride + at), vector);
                }
            }
        }
        return;
    }
    let mut at = 0;
    while at < width {
        let rows = (width - at).min(S::LANES);
        let row = from.row(at, S::LANES, width);
        let mut p = 0;
        while p < depth {
            // A whole block again costs less than a part of one.
            p = p.min(depth.saturating_sub(S::LANES));
            let columns = (depth - p).min(S::LANES);
            // SAFETY: as the caller says; a block that is not whole is read as far as it goes, and written as a whole.
            unsafe {
                let block = from.first.add(row * from.stride + p);
                let to = to.add(p * stride + at);
                if rows == S::LANES && columns == S::LANES {
                    simd.transpose(block, from.stride, to, stride);
                } else if const { S::QUARTERS } && rows == S::LANES && columns <= FEW {
                    transpose_few(simd, (block, from.stride), columns, (to, stride));
                } else {
                    transpose_part(simd, block, from.stride, (rows, columns), to, stride);
                }
            }
            p += columns;
        }
        at += rows;
    }
}

/// Copies what whole blocks leave of k columns, to the last of k rows `stride` apart, of whole vectors: with the columns before, if
/// there are, which makes a whole block again, and costs less than a part of one.
///
/// # Safety
///
/// As [`pack`], for all columns.
#[inline(always)]
pub(super) unsafe fn pack_rest<T: Element, S: Simd<T>>(
    simd: S,
    from: Source<T>,
    (stride, k): (usize, usize),
    to: *mut T,
) {
    let start = k.saturating_sub(S::LANES);
    // SAFETY: as the caller says.
    unsafe {
        let (size, to) = ((stride, k - start), to.add(start * stride));
        pack(simd, from.skip(start), size, to, stride);
    }
}

/// Copies `depth` rows of `V` whole vectors from column `at` on.
///
/// # Safety
///
/// As [`pack`], for these columns.
#[inline(always)]
pub(super) unsafe fn columns<T: Element, S: Simd<T>, const V: usize>(
    simd: S,
    from: Source<T>,
    at: usize,
    depth: usize,
    to: *mut T,
    stride: usize,
) {
    for p in 0..depth {
        each!(v < V, {
            let at = at + v * S::LANES;
            // SAFETY: as the caller says.
            unsafe {
                let vector = simd.load(from.first.add(p * from.stride + at));
                simd.store(to.add(p * stride + at), simd.fresh(vector));
            };
        });
    }
}

/// So few columns are transposed four at a time.
const FEW: usize = 8;

/// As [`Simd::transpose`], of the first `count` columns alone; as many rows are written.
///
/// # Safety
///
/// Each of `LANES` rows is readable for them, and each of the rows at `to` writable for `LANES` elements.
#[inline(always)]
unsafe fn transpose_few<T: Element, S: Simd<T>>(
    simd: S,
    (from, from_stride): (*const T, usize),
    count: usize,
    (to, to_stride): (*mut T, usize),
) {
    let row = |r: usize| from.wrapping_add(r * from_stride);
    let mut at = 0;
    while at < count {
        let some = (count - at).min(4);
        let mut four = [simd.splat(T::zero()); 4];
        each!(i < 4, {
            let rows = [row(i), row(i + 4), row(i + 8), row(i + 12)];
            // SAFETY: as the caller says.
            four[i] = unsafe { simd.load_quarters(rows.map(|row| row.wrapping_add(at)), some) };
        });
        let turned = simd.turn_fours(four);
        each!(i < 4, {
            if i < some {
                // SAFETY: as the caller says.
                unsafe { simd.store(to.add((at + i) * to_stride), turned[i]) };
            }
        });
        at += some;
    }
}

/// As [`Simd::transpose`], of a block of which `rows` and `columns` are there; the rest is taken for zeros.
///
/// # Safety
///
/// Each of the `rows` rows at `from` is readable for `columns` elements, both at most `LANES`; each of the `LANES` rows at
/// `to` is writable for as many.
#[inline(always)]
unsafe fn transpose_part<T: Element, S: Simd<T>>(
    simd: S,
    from: *const T,
    from_stride: usize,
    (rows, columns): (usize, usize),
    to: *mut T,
    to_stride: usize,
) {
    let mut block = [simd.splat(T::zero()); MOST_LANES];
    // SAFETY: rows and columns are read as far as they are there; the block has `LANES` rows of `LANES` elements.
    unsafe {
        for (row, vector) in block.iter_mut().enumerate().take(rows) {
            *vector = simd.load_part(from.add(row * from_stride), columns);
        }
        simd.transpose(block.as_ptr().cast(), S::LANES, to, to_stride);
    }
}
