//! Products by outer products, with panels of the operands copied on the way.

use core::mem::MaybeUninit;

use super::super::{Kernel, MOST_LANES, Simd};
use super::outer::{ARows, BRows, Columns, Outer, Part};
use super::pack::{Source, pack, start_of};

use super::ahead::Ahead;
use super::turned::can_turn;
use crate::Element;

/// How deep a panel is at most: as deep as lets B's panel stay in the first-level cache.
const DEPTH: usize = 128;
/// How many vectors B's panels have at most.
const WIDTH: usize = 3;
/// How many rows a block of A has at most: as many as let it stay in the second-level cache.
const ROWS: usize = 256;

/// As [`Outer`], with panels of B copied: all of them where B is stored transposed, else those that end in a part of a
/// vector, so that it can be read as a whole one.
#[derive(Clone, Copy)]
pub(super) struct Packed<T>(pub(super) Outer<T>);

impl<T: Element> Kernel<T> for Packed<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut panel = [const { MaybeUninit::<S::Vector>::uninit() }; DEPTH * WIDTH];
        let panel = start_of(&mut panel);
        let rows = Part::all(self.0.m);
        for depth in Part::split(self.0.k, DEPTH, S::LANES) {
            let a = self.0.a_rows(rows, depth);
            // SAFETY: the buffer is that large; the operands are as `Outer` says.
            unsafe { self.panels(simd, (rows, depth), a, panel, false) };
        }
    }
}

/// As [`Packed`], with all panels of B and blocks of A copied: for sizes beyond the caches, whose rows may be an unkind
/// distance apart.
#[derive(Clone, Copy)]
pub(super) struct Blocked<T>(pub(super) Packed<T>);

/// A block of A, on a cache line.
#[repr(align(64))]
struct Block<T>([MaybeUninit<T>; DEPTH * (ROWS + MOST_LANES)]);

impl<T: Element> Kernel<T> for Blocked<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut panel = [const { MaybeUninit::<S::Vector>::uninit() }; DEPTH * WIDTH];
        // Before anything is decided, as it says there.
        let panel = start_of(&mut panel);
        if S::REGISTERS >= 32 && self.0.0.is_kind() {
            return self.0.0.run(simd);
        }
        let mut block = Block([const { MaybeUninit::<T>::uninit() }; DEPTH * (ROWS + MOST_LANES)]);
        let block: *mut T = start_of(&mut block.0);
        // An odd number of vectors, so that rows spread over the cache.
        let stride = ROWS + S::LANES;
        let Self(Packed(outer)) = self;
        let (row_stride, step) = outer.a_strides;
        for depth in Part::split(outer.k, DEPTH, S::LANES) {
            for rows in Part::split(outer.m, ROWS, S::LANES) {
                let from = Source {
                    first: outer.a_rows(rows, depth).first,
                    stride: row_stride.max(step),
                    transposed: row_stride > step,
                };
                let a = ARows {
                    first: block.cast_const(),
                    strides: (1, stride),
                };
                // SAFETY: the buffers are that large: no part is deeper than `DEPTH`, and no rows are more than `ROWS`, both a
                // multiple of `LANES`. The operands are as `Outer` says.
                unsafe {
                    pack(simd, from, (rows.count, depth.count), block, stride);
                    self.0.panels(simd, (rows, depth), a, panel, true);
                }
            }
        }
    }
}

impl<T: Element> Packed<T> {
    /// All panels of C at these rows, summed over a part of k; those of B are copied to `buffer`, where that is needed or
    /// asked for.
    ///
    /// # Safety
    ///
    /// The buffer is writable for `DEPTH` rows of `WIDTH` vectors, no less than `depth`; `a` is readable for the rows and the
    /// depth.
    #[inline(always)]
    unsafe fn panels<S: Simd<T>>(
        &self,
        simd: S,
        (rows, depth): (Part, Part),
        a: ARows<T>,
        buffer: *mut T,
        copy: bool,
    ) {
        let Self(outer) = self;
        let (transposed, stride) = (outer.transposed, outer.b_stride);
        for columns in Columns::of::<T, S>(outer.n, true) {
            let on_the_way =
                (copy || transposed) && can_turn(rows.count, columns.vectors, S::REGISTERS);
            let from = if transposed {
                columns.start * stride + depth.start
            } else {
                depth.start * stride + columns.start
            };
            let first = outer.b.wrapping_add(from);
            let padded = columns.vectors * S::LANES;
            let mut b = BRows {
                first,
                stride,
                padded: false,
                ahead: Ahead::NOTHING,
                turned: None,
            };
            // SAFETY: no panel is wider than `WIDTH` vectors. The operands are as `Outer` says.
            unsafe {
                if copy || transposed || columns.last < S::LANES {
                    let from = Source {
                        first,
                        stride,
                        transposed,
                    };
                    b.first = buffer.cast_const();
                    b.stride = padded;
                    b.padded = true;
                    if on_the_way {
                        b.turned = Some((from, buffer));
                    } else {
                        let width = padded - S::LANES + columns.last;
                        pack(simd, from, (width, depth.count), buffer, padded);
                    }
                }
                if copy {
                    b.ahead = Ahead::after(first, stride, (padded, depth.count), transposed);
                }
                outer.panel(simd, (rows, columns, depth), a, b);
            }
        }
    }
}
