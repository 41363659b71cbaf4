//! Products of few rows with a large B stored transposed, computed the other way round: Cᵀ = B Aᵀ.
//!
//! A, the smaller, is what is copied transposed, and B is read once, as it lies. Each piece of Cᵀ is transposed on its way
//! to C.

use core::mem::MaybeUninit;

use super::super::lanes::{keeping, load, save};
use super::super::{Kernel, MOST_LANES, Simd, Store};
use super::ahead::Asks;
use super::far;
use super::meanwhile::Meanwhile;
use super::most_vectors;
use super::outer::Outer;
use super::pack::{Source, pack, start_of};
use super::panel::{Panel, most_rows};
use super::spans::Part;
use super::split::NearEqual;
use super::stretch::Stretch;
use super::turned::{First, Turned, registers_to_turn};
use crate::Element;

/// How deep a panel of Aᵀ is at most: as deep as lets it stay in the second-level cache beside what streams by.
const DEPTH: usize = 1024;
/// How many vectors it has at most.
const WIDTH: usize = 3;
/// How many rows a piece of Cᵀ has at most: it stays in the first-level cache.
const ROWS: usize = 64;

/// As [`Outer`], of a B that is stored transposed, and an A whose rows fill two vectors at least.
#[derive(Clone, Copy)]
pub(super) struct Across<T>(pub(super) Outer<T>);

/// What a part of the product is copied to.
struct Buffers<T> {
    /// Aᵀ: rows of whole vectors.
    a: *mut T,
    /// A piece of Cᵀ: `ROWS` rows as wide.
    c: *mut T,
}

impl<T: Element> Kernel<T> for Across<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut a = [const { MaybeUninit::<S::Vector>::uninit() }; DEPTH * WIDTH];
        let mut c = [const { MaybeUninit::<S::Vector>::uninit() }; ROWS * WIDTH];
        let buffers = Buffers {
            a: start_of(&mut a),
            c: start_of(&mut c),
        };
        let vectors = self.0.m.div_ceil(S::LANES);
        debug_assert!(vectors >= 2);
        for depth in Part::split(self.0.k, DEPTH, S::LANES) {
            for (first, vectors) in NearEqual::new(vectors, most_vectors(S::REGISTERS)) {
                let start = first * S::LANES;
                let rows = Part {
                    start,
                    count: (self.0.m - start).min(vectors * S::LANES),
                };
                // SAFETY: the buffers are that large; rows and depth lie within m and k.
                unsafe {
                    match vectors {
                        3 if const { most_vectors(S::REGISTERS) >= 3 } => {
                            self.part::<S, 3>(simd, rows, depth, &buffers);
                        }
                        2 if const { most_vectors(S::REGISTERS) >= 2 } => {
                            self.part::<S, 2>(simd, rows, depth, &buffers);
                        }
                        // Two vectors or more, in parts of at most three, leave no part of one.
                        _ if const { most_vectors(S::REGISTERS) < 3 } => {
                            self.part::<S, 1>(simd, rows, depth, &buffers);
                        }
                        _ => unreachable!("a part of {vectors} vectors"),
                    }
                }
            }
        }
    }
}

impl<T: Element> Across<T> {
    /// All of C at these rows, as many as `V` vectors hold, summed over a part of k.
    ///
    /// # Safety
    ///
    /// Rows and depth lie within m and k; the buffers are writable for `DEPTH` and for `ROWS` rows of `V` vectors, the depth
    /// being no more.
    #[inline(always)]
    unsafe fn part<S: Simd<T>, const V: usize>(
        self,
        simd: S,
        rows: Part,
        depth: Part,
        buffers: &Buffers<T>,
    ) {
        let Self(outer) = self;
        let stride = V * S::LANES;
        let from = Source {
            first: outer.a_rows(rows, depth).first,
            stride: outer.a_strides.0,
            transposed: true,
            overlap: 0,
        };
        for piece in Part::split(outer.n, ROWS, S::LANES) {
            let panel = Panel::<T, usize, usize, V, false> {
                m: piece.count,
                k: depth.count,
                a: outer
                    .b
                    .wrapping_add(piece.start * outer.b_stride + depth.start),
                a_strides: (outer.b_stride, 1),
                a_tiles: None,
                b: buffers.a.cast_const(),
                b_stride: stride,
                guarded: false,
                c: buffers.c,
                c_stride: stride,
                last: S::LANES,
                overlap: 0,
                store: Store::set(),
                bias: core::ptr::null(),
                low: false,
                asks: Asks {
                    soon: self.next_rows(simd, piece.start, depth),
                    ..Asks::NOTHING
                },
            };
            // SAFETY: B has these rows; the buffers are as the caller says.
            unsafe {
                if piece.start == 0 {
                    copying(simd, panel, from, (rows.count, depth.count));
                } else {
                    panel.run_on(simd);
                }
                for column in (0..piece.count).step_by(S::LANES) {
                    for row in (0..rows.count).step_by(S::LANES) {
                        let from = buffers.c.wrapping_add(column * stride + row).cast_const();
                        let (from, rows) = ((from, stride), (rows, row));
                        let columns = (piece, column);
                        let left = (rows.0.count - row).min(piece.count - column);
                        if left >= S::LANES {
                            self.block::<S, true>(simd, rows, columns, depth, from);
                        } else {
                            self.block::<S, false>(simd, rows, columns, depth, from);
                        }
                    }
                }
            }
        }
    }

    /// What the tiles of a piece ask for: what the next ones read, if B [comes from afar](far::LARGE), and no faster than it can: a step
    /// takes a line of rows of `f64`.
    #[inline(always)]
    fn next_rows<S: Simd<T>>(&self, simd: S, start: usize, depth: Part) -> Stretch<T> {
        let Self(outer) = self;
        let bytes = outer
            .n
            .saturating_mul(outer.k)
            .saturating_mul(size_of::<T>());
        if const { size_of::<T>() > 4 } || bytes < far::LARGE || !simd.is_third_level_far() {
            return Stretch::NOTHING;
        }
        let row = start + const { most_rows(S::REGISTERS) };
        let first = outer.b.wrapping_add(row * outer.b_stride + depth.start);
        Stretch::rows((first, depth.count, outer.b_stride))
    }

    /// Writes a block of C: `LANES` of the rows from `row` on and of the columns from `column` on, or as many as there are if it
    /// is not `WHOLE`.
    ///
    /// # Safety
    ///
    /// The block's transpose is at `from`, in rows that are readable for whole vectors. Rows and columns lie within m and n.
    #[inline(always)]
    unsafe fn block<S: Simd<T>, const WHOLE: bool>(
        &self,
        simd: S,
        (rows, row): (Part, usize),
        (columns, column): (Part, usize),
        depth: Part,
        (from, stride): (*const T, usize),
    ) {
        let outer = &self.0;
        let mut block = [simd.splat(T::zero()); MOST_LANES];
        let block: *mut T = block.as_mut_ptr().cast();
        let count = (columns.count - column).min(S::LANES);
        let masked = !WHOLE && count < S::LANES;
        let (store, bias) = outer.epilogue(depth);
        let scale = simd.splat(store.scale);
        // SAFETY: as the caller says; the block has `LANES` rows of `LANES` elements.
        unsafe {
            simd.transpose(from, stride, block, S::LANES);
            let mut add = simd.splat(T::zero());
            if !bias.is_null() {
                add = load(simd, bias.add(columns.start + column), masked, count);
            }
            let height = if WHOLE {
                S::LANES
            } else {
                (rows.count - row).min(S::LANES)
            };
            for r in 0..height {
                let to = outer.at(rows.start + row + r, columns.start + column);
                let value = simd.mul_add(scale, simd.load(block.add(r * S::LANES)), add);
                let value = keeping(simd, store, value, to, masked, count);
                save(simd, to, value, masked, count);
            }
        }
    }
}

/// Runs the first panel for a copy of Aᵀ that is still to be made: on the way, where the panel's first tile has the time.
///
/// # Safety
///
/// As [`Panel::run_on`], but for B, which is written here: it is writable for `depth` rows of `V` vectors, made up to a multiple
/// of `LANES`; `from` is readable for `width` rows and `depth` columns.
#[inline(always)]
unsafe fn copying<T: Element, S: Simd<T>, const V: usize>(
    simd: S,
    panel: Panel<T, usize, usize, V, false>,
    from: Source<T>,
    (width, depth): (usize, usize),
) {
    let stride = V * S::LANES;
    // SAFETY: as the caller says.
    unsafe {
        // Lower tiles, as three vectors would have, cost more than they save; and a part of a vector would be read as a whole.
        if const { V == 2 && S::REGISTERS >= registers_to_turn(false) }
            && width == stride
            && let Some(first) = First::of::<T, S>((panel.m, V), true, true)
        {
            Turned { panel, first, from }.run_all(simd, Meanwhile::Nothing);
        } else {
            pack(simd, from, (width, depth), panel.b.cast_mut(), stride);
            panel.run_on(simd);
        }
    }
}
