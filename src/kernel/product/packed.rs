//! Products by outer products, with panels of the operands copied on the way.

use core::mem::MaybeUninit;

use super::super::{Kernel, Simd};
use super::outer::{ARows, BRows, Columns, Outer, Part};
use super::pack::{Source, pack};
use crate::Element;

/// How deep a panel is at most: as deep as lets B's panel stay in the first-level cache.
const DEPTH: usize = 128;
/// How many vectors B's panels have at most.
const WIDTH: usize = 3;
/// How many vectors of rows a block of A has.
const BLOCK: usize = 16;
/// The distance of rows in a block of A, in vectors: odd, so that they spread over the cache.
const BLOCK_STRIDE: usize = BLOCK + 1;

/// As [`Outer`], with panels of B copied: all of them where B is stored transposed, else those that end in a part of a
/// vector, so that it can be read as a whole one.
pub(super) struct Packed<'a, T> {
    pub(super) outer: Outer<'a, T>,
    /// Whether B is stored n × k.
    pub(super) transposed: bool,
}

impl<T: Element> Kernel<T> for Packed<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        let mut panel = [const { MaybeUninit::<S::Vector>::uninit() }; DEPTH * WIDTH];
        let panel = panel.as_mut_ptr().cast();
        let rows = Part::all(self.outer.m);
        for depth in Part::split(self.outer.k, DEPTH, S::LANES) {
            let a = self.outer.a_rows(rows, depth);
            // SAFETY: the buffer is that large; A is as long as its sizes say.
            unsafe { self.panels(simd, (rows, depth), a, panel, false) };
        }
    }
}

/// As [`Packed`], with all panels of B and blocks of A copied: for sizes beyond the caches, whose rows may be an unkind
/// distance apart.
pub(super) struct Blocked<'a, T>(pub(super) Packed<'a, T>);

impl<T: Element> Kernel<T> for Blocked<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        let mut panel = [const { MaybeUninit::<S::Vector>::uninit() }; DEPTH * WIDTH];
        let panel = panel.as_mut_ptr().cast();
        let mut block = [const { MaybeUninit::<S::Vector>::uninit() }; DEPTH * BLOCK_STRIDE];
        let block: *mut T = block.as_mut_ptr().cast();
        let stride = BLOCK_STRIDE * S::LANES;
        let (row_stride, step) = self.0.outer.a_strides;
        for depth in Part::split(self.0.outer.k, DEPTH, S::LANES) {
            for rows in Part::split(self.0.outer.m, BLOCK * S::LANES, S::LANES) {
                let from = Source {
                    first: self.0.outer.a_rows(rows, depth).first,
                    stride: row_stride.max(step),
                    transposed: row_stride > step,
                };
                let a = ARows {
                    first: block.cast_const(),
                    strides: (1, stride),
                };
                // SAFETY: the buffers are that large: no part is deeper than `DEPTH`, a multiple of `LANES`, and no rows are
                // more than `BLOCK` vectors. A is as long as its sizes say.
                unsafe {
                    pack(simd, from, (rows.count, depth.count), block, stride);
                    self.0.panels(simd, (rows, depth), a, panel, true);
                }
            }
        }
    }
}

impl<T: Element> Packed<'_, T> {
    /// All panels of C at these rows, summed over a part of k; those of B are copied to `buffer`, where that is needed or
    /// asked for.
    ///
    /// # Safety
    ///
    /// The buffer is writable for `DEPTH` rows of `WIDTH` vectors, no less than `depth`; `a` is readable for the rows and the
    /// depth.
    #[inline(always)]
    unsafe fn panels<S: Simd<T>>(
        &mut self,
        simd: S,
        (rows, depth): (Part, Part),
        a: ARows<T>,
        buffer: *mut T,
        copy: bool,
    ) {
        let (n, k) = (self.outer.n, self.outer.k);
        for columns in Columns::of::<T, S>(n, true) {
            let (from, stride) = if self.transposed {
                (columns.start * k + depth.start, k)
            } else {
                (depth.start * n + columns.start, n)
            };
            let first = self.outer.operands.b.as_ptr().wrapping_add(from);
            let mut b = BRows {
                first,
                stride,
                padded: false,
            };
            // SAFETY: no panel is wider than `WIDTH` vectors. Operands are as long as their sizes say.
            unsafe {
                if copy || self.transposed || columns.last < S::LANES {
                    let from = Source {
                        first,
                        stride,
                        transposed: self.transposed,
                    };
                    b = BRows {
                        first: buffer.cast_const(),
                        stride: columns.vectors * S::LANES,
                        padded: true,
                    };
                    let width = (columns.vectors - 1) * S::LANES + columns.last;
                    pack(simd, from, (width, depth.count), buffer, b.stride);
                }
                self.outer.panel(simd, (rows, columns, depth), a, b);
            }
        }
    }
}
