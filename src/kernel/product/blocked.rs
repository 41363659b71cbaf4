//! Large products of an A that is stored transposed: in blocks that are copied on the way.

use core::mem::MaybeUninit;

use super::super::{Kernel, Simd};
use super::ahead::is_far;
use super::beside::{Beside, Copied, PIECE, copies_beside};
use super::meanwhile::Meanwhile;
use super::outer::{ARows, BRows, Outer};
use super::pack::{Source, pack, start_of};
use super::packed::{DEEP, ROOM, SHALLOW, WIDTH, reads_in_place};
use super::pays::{lanes, overflows};
use super::spans::{Columns, Part};
use crate::Element;

/// How many bytes of a row of A a block has at most: as many as let two blocks stay in the second-level cache.
const ROW: usize = 2048;
/// What is between two rows of a block, lest they fall to a few places in the cache: a line.
const GAP: usize = 64;

/// As [`Outer`], with all panels of B copied and blocks of A, which is stored transposed, unless it [streams]: for sizes
/// beyond the caches, whose rows may be an unkind distance apart. There are two blocks and two panels: the one is read while
/// the other is [copied beside](super::beside).
#[derive(Clone, Copy)]
pub(super) struct Blocked<T>(pub(super) Outer<T>);

/// What blocks are made of: a cache line. An array of them, unlike one in a struct, is not moved in unoptimised builds, and
/// so is on the stack once.
#[repr(align(64))]
#[allow(dead_code)] // read and written through pointers
struct Line([u8; 64]);

/// How many two blocks have.
const LINES: usize = 2 * SHALLOW * (ROW + GAP) / size_of::<Line>();

impl<T: Element> Kernel<T> for Blocked<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut panels = [const { MaybeUninit::<S::Vector>::uninit() }; 2 * SHALLOW * WIDTH];
        // Before anything is decided, as it says there.
        let panels: *mut T = start_of(&mut panels);
        let Self(outer) = self;
        if const { reads_in_place(S::REGISTERS) } && outer.is_kind() {
            return simd.outlined(outer);
        }
        #[allow(clippy::large_stack_arrays)] // `product` says so
        let mut blocks = [const { MaybeUninit::<Line>::uninit() }; LINES];
        let blocks: *mut T = start_of(&mut blocks);
        if streams(simd, &outer) {
            const { assert!(DEEP * ROOM <= LINES) };
            // SAFETY: the blocks have room for `DEEP` rows of `ROOM` vectors, none longer than a line; the operands are as `Outer` says.
            return unsafe { outer.all_panels(simd, DEEP, blocks) };
        }
        let buffers = Buffers { blocks, panels };
        // SAFETY: the buffers are that large.
        unsafe { outer.in_blocks(simd, &buffers) };
    }
}

/// Whether A, stored transposed, is quicker read where it is, each step's line asked for ahead, than copied. Not if the lines
/// fall to a few places in the cache, or leave it before the next panel. Measured for vectors as long as a line.
#[inline(always)]
fn streams<T: Element, S: Simd<T>>(_: S, outer: &Outer<T>) -> bool {
    let stride = outer.a_strides.1 * size_of::<T>();
    S::LANES == lanes::<T>()
        && stride.is_multiple_of(64)
        && !stride.is_multiple_of(2048)
        && !overflows(stride, outer.k)
        && !is_far::<T>(outer.k, outer.a_strides.1, 6)
}

/// Where blocks and panels are copied to, two of each.
struct Buffers<T> {
    blocks: *mut T,
    panels: *mut T,
}

impl<T: Element> Buffers<T> {
    /// How many rows of C a block is for at most.
    const MOST: usize = ROW / size_of::<T>();
    /// The distance between a block's rows.
    const STRIDE: usize = (ROW + GAP) / size_of::<T>();

    /// The block whose turn it is.
    fn block(&self, turn: usize) -> *mut T {
        self.blocks.wrapping_add(turn % 2 * SHALLOW * Self::STRIDE)
    }

    /// The panel whose turn it is, of vectors of so many lanes.
    fn panel(&self, turn: usize, lanes: usize) -> *mut T {
        let size = SHALLOW * WIDTH * lanes;
        self.panels.wrapping_add(turn % 2 * size)
    }
}

impl<T: Element> Outer<T> {
    /// All of C, in blocks.
    ///
    /// # Safety
    ///
    /// The buffers are writable for two blocks of `SHALLOW` rows, and for two panels of as many rows of `WIDTH` vectors.
    #[inline(always)]
    unsafe fn in_blocks<S: Simd<T>>(&self, simd: S, buffers: &Buffers<T>) {
        let (most, stride) = (Buffers::<T>::MOST, Buffers::<T>::STRIDE);
        let of_a = |depth, rows| Source {
            first: self.a_rows(rows, depth).first,
            stride: self.a_strides.1,
            transposed: false,
            overlap: 0,
        };
        let panels = || Columns::of::<T, S>(self.n, true, false);
        let (count, first) = (panels().count(), panels().next());
        let mut blocks = Part::split(self.k, SHALLOW, S::LANES)
            .flat_map(|depth| Part::split(self.m, most, S::LANES).map(move |rows| (depth, rows)))
            .peekable();
        let is_beside = const { copies_beside(S::REGISTERS) };
        let (mut block_turn, mut panel_turn) = (0, 0);
        let (mut block_is_there, mut panel_is_there) = (false, false);
        while let Some((depth, rows)) = blocks.next() {
            let block = buffers.block(block_turn);
            block_turn += 1;
            if !block_is_there {
                let size = (rows.count, depth.count);
                // SAFETY: the block has that many rows, and A is there.
                unsafe { pack(simd, of_a(depth, rows), size, block, stride) };
            }
            let next_block = blocks.peek().copied();
            // A piece is no wider than what it is copied from.
            let beside = next_block.filter(|(_, rows)| is_beside && rows.count >= PIECE * S::LANES);
            block_is_there = beside.is_some();
            let mut columns = panels().peekable();
            let mut number = 0;
            while let Some(these) = columns.next() {
                let width = these.vectors * S::LANES;
                let panel = buffers.panel(panel_turn, S::LANES);
                panel_turn += 1;
                if !panel_is_there {
                    let size = (width - S::LANES + these.last, depth.count);
                    // SAFETY: the panel has room for `SHALLOW` rows as wide as may be, and B is there.
                    unsafe { pack(simd, self.b_rows(these, depth), size, panel, width) };
                }
                let next = match columns.peek() {
                    Some(next) => Some((depth, *next)),
                    None => next_block.map(|(depth, _)| depth).zip(first),
                };
                let next = next.filter(|(_, next)| {
                    is_beside && next.vectors == these.vectors && next.last == S::LANES
                });
                panel_is_there = next.is_some();
                let mut copies = Beside::NOTHING;
                // SAFETY: B and A are there; the other panel and the other block are as large as this one, and nothing reads
                // them before all is copied.
                unsafe {
                    if let Some((depth, columns)) = next {
                        let to = (buffers.panel(panel_turn, S::LANES), width);
                        copies.b =
                            Copied::rows(self.b_rows(columns, depth), (width, depth.count), to);
                    }
                    if let Some((depth, rows)) = beside {
                        let to = (buffers.block(block_turn), stride);
                        let size = (rows.count, depth.count);
                        let all = Copied::rows(of_a(depth, rows), size, to);
                        copies.a = all.part(simd, number, count);
                    }
                }
                number += 1;
                let a = ARows {
                    first: block.cast_const(),
                    strides: (1, stride),
                };
                let b = BRows {
                    first: panel.cast_const(),
                    stride: width,
                    padded: true,
                    turned: None,
                    meanwhile: if copies.is_nothing() {
                        Meanwhile::Nothing
                    } else {
                        Meanwhile::Copying(copies)
                    },
                };
                // SAFETY: as above; rows, columns and depth lie within m, n and k.
                unsafe { self.panel(simd, (rows, these, depth), a, b) };
            }
        }
    }
}
