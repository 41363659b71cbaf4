//! Large products of an A that is stored transposed: in blocks that are copied on the way.

use core::mem::MaybeUninit;

use super::super::{Kernel, MOST_LANES, Simd};
use super::ahead::is_far;
use super::beside::{Beside, Copied, copies_beside};
use super::by_tiles::ByTiles;
use super::caches::overflows;
use super::meanwhile::Meanwhile;
use super::outer::{BRows, Outer};
use super::pack::{pack, start_of};
use super::packed::{DEEP, ROOM, WIDTH, reads_in_place};
use super::panel::most_rows;
use super::pays::lanes;
use super::resident::{Room, STEPS, STRIP};
use super::spans::{Columns, Part};
use crate::Element;

/// How many steps a block has at most.
const DEPTH: usize = 256;
/// Up to how many terms of a sum the copies are made at once: a tile has not the time for them, and they are little.
const FEW_TERMS: usize = 64;
/// How many bytes of A: so many that two blocks stay in the second-level cache.
const BYTES: usize = 256 << 10;

/// As [`Outer`], with all panels of B copied and blocks of A, which is stored transposed, unless it [streams]: for sizes
/// beyond the caches, whose rows may be an unkind distance apart. There are two blocks and two panels: the one is read while
/// the other is [copied beside](super::beside); of few terms, all is copied at once.
#[derive(Clone, Copy)]
pub(super) struct Blocked<T> {
    pub(super) outer: Outer<T>,
    /// Whether low tiles do better [by blocks of B](Outer::by_blocks), for which both are copied before.
    pub(super) at_once: bool,
    /// Whether both are copied however kindly they lie.
    pub(super) never_in_place: bool,
}

/// What blocks are made of: a cache line. An array of them, unlike one in a struct, is not moved in unoptimised builds, and
/// so is on the stack once.
#[repr(align(64))]
#[allow(dead_code)] // read and written through pointers
struct Line([u8; 64]);

/// How many a block has, with what is between its tiles.
const LINES: usize = BYTES / DEPTH * (DEPTH + MOST_LANES) / size_of::<Line>();

impl<T: Element> Kernel<T> for Blocked<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut panels = [const { MaybeUninit::<S::Vector>::uninit() }; 2 * DEPTH * WIDTH];
        // Before anything is decided, as it says there.
        let panels: *mut T = start_of(&mut panels);
        let Self {
            outer,
            at_once,
            never_in_place,
        } = self;
        if const { reads_in_place(S::REGISTERS) } && !never_in_place && outer.is_kind() {
            return simd.outlined(outer);
        }
        #[allow(clippy::large_stack_arrays)] // `product` says so
        let mut blocks = [const { MaybeUninit::<Line>::uninit() }; 2 * LINES];
        let blocks: *mut T = start_of(&mut blocks);
        if !never_in_place && streams(simd, &outer) {
            const { assert!(DEEP * ROOM <= 2 * LINES) };
            // SAFETY: the blocks have room for `DEEP` rows of `ROOM` vectors, none longer than a line; the operands are as `Outer` says.
            return unsafe { outer.all_panels(simd, DEEP, blocks, false) };
        }
        if const { S::REGISTERS < 32 } && at_once {
            const { assert!(2 * STRIP <= 2 * LINES * size_of::<Line>()) };
            let elements = STRIP / size_of::<T>();
            let room = Room {
                b: blocks,
                elements,
                deepest: STEPS,
                a: blocks.wrapping_add(elements),
            };
            // SAFETY: each half has `STRIP` bytes; `pays` asks for rows no shorter than a vector.
            return unsafe { outer.by_blocks(simd, &room) };
        }
        let buffers = Buffers { blocks, panels };
        // SAFETY: the buffers are that large; `pays` asks for rows no shorter than a vector.
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
    /// The block whose turn it is.
    fn block(&self, turn: usize) -> *mut T {
        let size = LINES * size_of::<Line>() / size_of::<T>();
        self.blocks.wrapping_add(turn % 2 * size)
    }

    /// The panel whose turn it is, of vectors of so many lanes.
    fn panel(&self, turn: usize, lanes: usize) -> *mut T {
        let size = DEPTH * WIDTH * lanes;
        self.panels.wrapping_add(turn % 2 * size)
    }
}

impl<T: Element> Outer<T> {
    /// All of C, in blocks.
    ///
    /// # Safety
    ///
    /// The buffers are writable for two blocks of [`LINES`], and for two panels of `DEPTH` rows of `WIDTH` vectors. A is stored
    /// transposed, in rows no shorter than a vector.
    #[inline(always)]
    unsafe fn in_blocks<S: Simd<T>>(&self, simd: S, buffers: &Buffers<T>) {
        debug_assert!(self.a_strides.0 == 1 && self.a_strides.1 >= S::LANES);
        let unit = most_rows(S::REGISTERS);
        // With few registers, these are by blocks of B.
        let has_few = const { S::REGISTERS >= 32 } && self.k <= FEW_TERMS;
        // Of few panels, each would copy a large part of a block: better all at once, if lines drive one another out and come from afar.
        let drives_out = self.n < 128 && (self.a_strides.1 * size_of::<T>()).is_multiple_of(4096);
        let is_beside = const { copies_beside(S::REGISTERS) }
            && !has_few
            && !(drives_out && simd.is_third_level_far());
        // There is room for what is between the tiles of a whole block; of few terms, that is a large part.
        let steps = if has_few { self.k + S::LANES } else { DEPTH };
        let most = BYTES / (steps * size_of::<T>()) / unit * unit;
        let panels = || Columns::of::<T, S>(self.n, true, false);
        let (count, first) = (panels().count(), panels().next());
        let mut blocks = Part::split(self.k, DEPTH, S::LANES)
            .flat_map(|depth| Part::split(self.m, most, unit).map(move |rows| (depth, rows)))
            .enumerate()
            .peekable();
        let by_tiles = |(number, (depth, rows)): (usize, (Part, Part))| ByTiles {
            from: (self.a_rows(rows, depth).first, self.a_strides.1),
            rows: rows.count,
            steps: depth.count,
            ends: self.ends(depth),
            to: buffers.block(number),
        };
        let (mut turn, mut block_is_there, mut panel_is_there) = (0, false, false);
        while let Some(block) = blocks.next() {
            let (depth, rows) = block.1;
            let tiles = by_tiles(block);
            debug_assert!(
                rows.count * (depth.count + S::LANES) * size_of::<T>() <= LINES * size_of::<Line>()
            );
            if !block_is_there {
                // SAFETY: the block has room for that many rows; A is there, and after a row that is not the last, more than a vector.
                unsafe { tiles.copy(simd) };
            }
            let next_block = blocks.peek().copied();
            block_is_there = is_beside && next_block.is_some();
            let mut columns = panels().enumerate().peekable();
            while let Some((number, these)) = columns.next() {
                let width = these.vectors * S::LANES;
                let panel = buffers.panel(turn, S::LANES);
                turn += 1;
                if !panel_is_there {
                    let size = (width - S::LANES + these.last, depth.count);
                    // SAFETY: the panel has room for `DEPTH` rows as wide as may be, and B is there.
                    unsafe { pack(simd, self.b_rows(these, depth), size, panel, width) };
                }
                let next = match columns.peek() {
                    Some((_, next)) => Some((depth, *next)),
                    None => next_block.map(|(_, (depth, _))| depth).zip(first),
                };
                let next = next.filter(|(_, next)| {
                    is_beside && next.vectors == these.vectors && next.last == S::LANES
                });
                panel_is_there = next.is_some();
                let mut copies = Beside::NOTHING;
                if let Some((depth, columns)) = next {
                    let to = (buffers.panel(turn, S::LANES), width);
                    // SAFETY: B is there; the other panel is as large as this one, and nothing reads it before all is copied.
                    copies.b = unsafe {
                        Copied::rows(self.b_rows(columns, depth), (width, depth.count), to)
                    };
                }
                if let Some(next) = next_block.filter(|_| is_beside) {
                    copies.a = by_tiles(next).part(simd, number, count);
                }
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
                // SAFETY: as above, for the other block as well; rows, columns and depth lie within m, n and k.
                unsafe { self.panel(simd, (rows, these, depth), tiles.a_rows(simd), b) };
            }
        }
    }
}
