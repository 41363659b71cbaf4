//! Products by outer products, with panels of the operands copied on the way.

use core::mem::MaybeUninit;

use super::super::{Kernel, MOST_LANES, Simd};
use super::ahead::{Ahead, is_far};
use super::outer::{ARows, BRows, Columns, Outer, Part};
use super::pack::{Source, pack, start_of};
use super::pays::lanes;
use super::turned::First;
use crate::Element;

/// How many vectors B's panels have at most.
const WIDTH: usize = 3;
/// How deep a panel is at most that stays in the first-level cache.
pub(super) const SHALLOW: usize = 128;
/// How deep one is at most that streams from the second-level cache, which is as quick where A's rows are read along: C is
/// written once, and every element of B copied once.
pub(super) const DEEP: usize = 1024;
/// How many rows a block of A has at most: as many as let it stay in the second-level cache.
const ROWS: usize = 512;

/// The most rows for which pairs of vectors do better than panels as wide as may be.
const PAIRS_UP_TO: usize = 256;

/// As [`Outer`], with panels of B copied, at most `DEPTH` deep: all of them where B is stored transposed, or if `all` are to
/// be, for rows that are not kind; else those that end in a part of a vector, so that it can be read as a whole one.
#[derive(Clone, Copy)]
pub(super) struct Packed<T, const DEPTH: usize> {
    pub(super) outer: Outer<T>,
    pub(super) all: bool,
}

impl<T: Element, const DEPTH: usize> Kernel<T> for Packed<T, DEPTH> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut panel = [const { [const { MaybeUninit::<S::Vector>::uninit() }; WIDTH] }; DEPTH];
        let Self { outer, all } = self;
        let copies = Copies {
            to: start_of(panel.as_flattened_mut()),
            all: all && !suits(simd, &outer),
            ahead: false,
        };
        // SAFETY: the buffer is that large; the operands are as `Outer` says.
        unsafe { outer.all_panels(simd, DEPTH, &copies) };
    }
}

/// Whether the operands can be read where they are: tiles are high enough.
#[inline(always)]
fn suits<T: Element, S: Simd<T>>(_: S, outer: &Outer<T>) -> bool {
    S::REGISTERS >= 32 && outer.is_kind()
}

/// Whether A, stored transposed, is quicker read where it is, each step's line asked for ahead, than copied. Not if the lines
/// fall to a few places in the cache, or leave it before the next panel. Measured for vectors as long as a line.
#[inline(always)]
fn streams<T: Element, S: Simd<T>>(_: S, outer: &Outer<T>) -> bool {
    let stride = outer.a_strides.1 * size_of::<T>();
    S::LANES == lanes::<T>()
        && stride.is_multiple_of(64)
        && !stride.is_multiple_of(2048)
        && !is_far::<T>(outer.k, outer.a_strides.1, 6)
}

/// As [`Packed`], with all panels of B copied and blocks of A, which is stored transposed, unless it [streams]: for sizes
/// beyond the caches, whose rows may be an unkind distance apart. In a block, A's rows are read along.
#[derive(Clone, Copy)]
pub(super) struct Blocked<T>(pub(super) Outer<T>);

/// A block of A, on a cache line: rows are an odd number of vectors apart, and so spread over the cache.
#[repr(align(64))]
struct Block<T>([[MaybeUninit<T>; SHALLOW + MOST_LANES]; ROWS + MOST_LANES]);

impl<T: Element> Kernel<T> for Blocked<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut panel = [const { MaybeUninit::<S::Vector>::uninit() }; SHALLOW * WIDTH];
        // Before anything is decided, as it says there.
        let panel = start_of(&mut panel);
        let Self(outer) = self;
        if suits(simd, &outer) {
            return outer.run(simd);
        }
        let mut block = Block(
            [const { [const { MaybeUninit::<T>::uninit() }; SHALLOW + MOST_LANES] };
                ROWS + MOST_LANES],
        );
        let block: *mut T = start_of(block.0.as_flattened_mut());
        if streams(simd, &outer) {
            let copies = Copies {
                to: block,
                all: true,
                ahead: false,
            };
            const { assert!(DEEP * WIDTH <= ROWS * SHALLOW / MOST_LANES) };
            // SAFETY: the block has room for `DEEP` rows of `WIDTH` vectors; the operands are as `Outer` says.
            return unsafe { outer.all_panels(simd, DEEP, &copies) };
        }
        let stride = SHALLOW + S::LANES;
        let copies = Copies {
            to: panel,
            all: true,
            ahead: true,
        };
        for depth in Part::split(outer.k, SHALLOW, S::LANES) {
            for rows in Part::split(outer.m, ROWS, S::LANES) {
                let from = Source {
                    first: outer.a_rows(rows, depth).first,
                    stride: outer.a_strides.1,
                    transposed: true,
                };
                let a = ARows {
                    first: block.cast_const(),
                    strides: (stride, 1),
                };
                // SAFETY: the buffers are that large: no part is deeper than `SHALLOW`, and no rows are more than `ROWS`, both
                // a multiple of `LANES`. The operands are as `Outer` says.
                unsafe {
                    pack(simd, from, (depth.count, rows.count), block, stride);
                    outer.panels(simd, (rows, depth), a, &copies);
                }
            }
        }
    }
}

/// What is copied of B, and where to.
struct Copies<T> {
    to: *mut T,
    /// Whether all panels are, whatever they are like.
    all: bool,
    /// Whether the next panel is asked for while one is computed. Not where panels are deep: the cache does not keep it.
    ahead: bool,
}

impl<T: Element> Outer<T> {
    /// All of C, with A read where it is and panels of B at most so deep.
    ///
    /// # Safety
    ///
    /// The copies' buffer is writable for as many rows of `WIDTH` vectors.
    #[inline(always)]
    unsafe fn all_panels<S: Simd<T>>(&self, simd: S, most: usize, copies: &Copies<T>) {
        let rows = Part::all(self.m);
        for depth in Part::split(self.k, most, S::LANES) {
            // SAFETY: as the caller says; A is there.
            unsafe { self.panels(simd, (rows, depth), self.a_rows(rows, depth), copies) };
        }
    }

    /// All panels of C at these rows, summed over a part of k.
    ///
    /// # Safety
    ///
    /// The copies' buffer is writable for rows of `WIDTH` vectors, no fewer than `depth`; `a` is readable for the rows and
    /// the depth.
    #[inline(always)]
    unsafe fn panels<S: Simd<T>>(
        &self,
        simd: S,
        (rows, depth): (Part, Part),
        a: ARows<T>,
        copies: &Copies<T>,
    ) {
        let buffer = copies.to;
        let (transposed, stride) = (self.transposed, self.b_stride);
        // A pair leaves more registers for transposing; of many rows that is a small part, and a wide panel is better.
        let pairs = transposed && S::TRANSPOSES_HALVES && rows.count <= PAIRS_UP_TO;
        for columns in Columns::of::<T, S>(self.n, true, pairs) {
            let (size, whole) = ((rows.count, columns.vectors), columns.last == S::LANES);
            // The last panel alone is not worth a tile of its own.
            let first_tile = if copies.all || transposed {
                First::of::<T, S>(size, whole, transposed)
            } else {
                None
            };
            let from = if transposed {
                columns.start * stride + depth.start
            } else {
                depth.start * stride + columns.start
            };
            let first = self.b.wrapping_add(from);
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
                if copies.all || transposed || columns.last < S::LANES {
                    let from = Source {
                        first,
                        stride,
                        transposed,
                    };
                    b.first = buffer.cast_const();
                    b.stride = padded;
                    b.padded = true;
                    if let Some(tile) = first_tile {
                        b.turned = Some((tile, from, buffer));
                    } else {
                        let width = padded - S::LANES + columns.last;
                        pack(simd, from, (width, depth.count), buffer, padded);
                    }
                }
                if copies.ahead {
                    b.ahead = Ahead::after(first, stride, (padded, depth.count));
                }
                self.panel(simd, (rows, columns, depth), a, b);
            }
        }
    }
}
