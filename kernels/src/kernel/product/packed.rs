//! Products by outer products, with panels of the operands copied on the way.

use core::mem::MaybeUninit;

use super::super::{Kernel, Simd};
use super::beside::{Beside, Copied, copies_beside};
use super::far;
use super::meanwhile::{Meanwhile, has_tiles_enough};
use super::next::{Next, turns_next};
use super::outer::{BRows, Outer};
use super::pack::{Source, pack, start_of};
use super::panel::{guards, most_rows};
use super::pays::{HAS_STACK, has_room};
use super::resident::{Room, rows_of_a};
use super::spans::{Columns, Part};
use super::split::NearEqual;
use super::turned::First;
use crate::Element;

/// How many vectors B's panels have at most.
pub(super) const WIDTH: usize = 3;
/// For how many there is room: a panel and the next one.
pub(super) const ROOM: usize = if HAS_STACK { 2 * WIDTH } else { WIDTH };
/// How many rows of [`ROOM`] vectors there is room for: those of a panel that stays in the first-level cache.
pub(super) const SHALLOW: usize = 128;
/// And those of one that streams from the second-level cache, which is as quick where A's rows are read along: C is
/// written once, and every element of B copied once.
pub(super) const DEEP: usize = 1024;

/// Up to how many terms of a sum B's columns are transposed before all tiles.
const FEW_TERMS: usize = 16;

/// How many bytes of A go by for each panel of B: as many as stay in the second-level cache.
const BLOCK: usize = 512 << 10;
/// How many rows of A these are, for sums as long as a panel is deep.
const ROWS: usize = 128;
/// How many they are at least, as copying B takes them.
const LEAST_ROWS: usize = 64;

/// The most rows for which pairs of vectors, where B is transposed, do better than panels as wide as may be.
const PAIRS_UP_TO: usize = 256;

/// As [`Outer`], with panels of B copied, for which there is room of `DEPTH` rows: where B is stored transposed, or rows are not kind.
#[derive(Clone, Copy)]
pub(super) struct Packed<T, const DEPTH: usize> {
    pub(super) outer: Outer<T>,
    /// Whether low tiles do better [by blocks of B](Outer::by_blocks); high ones as well, if they are never to read B in place.
    pub(super) by_blocks: bool,
    /// Whether B is copied however kindly operands lie.
    pub(super) never_in_place: bool,
}

impl<T: Element, const DEPTH: usize> Kernel<T> for Packed<T, DEPTH> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut panel = [const { [const { MaybeUninit::<S::Vector>::uninit() }; ROOM] }; DEPTH];
        // Before anything is decided, as it says there.
        let panel: *mut T = start_of(panel.as_flattened_mut());
        let Self {
            outer,
            by_blocks,
            never_in_place,
        } = self;
        if const { reads_in_place(S::REGISTERS) } && !never_in_place && outer.is_kind() {
            return simd.outlined(outer);
        }
        let by_blocks = by_blocks && (const { !reads_in_place(S::REGISTERS) } || never_in_place);
        // SAFETY: the buffer is that large; the operands are as `Outer` says.
        unsafe { outer.all_panels(simd, DEPTH, panel, by_blocks) };
    }
}

/// Whether operands that are [kind](Outer::is_kind) are read where they are: tiles are high enough.
pub(super) const fn reads_in_place(registers: usize) -> bool {
    registers >= 32
}

/// All of C, with A read where it is, and panels of B copied: one code for buffers of all depths.
struct AllPanels<T> {
    outer: Outer<T>,
    by_blocks: bool,
    /// How deep a panel is at most.
    most: usize,
    /// Writable for `most` rows, a multiple of `LANES`, of `ROOM` vectors of the set that runs this.
    buffer: *mut T,
}

impl<T: Element> Kernel<T> for AllPanels<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self {
            outer,
            by_blocks,
            most,
            buffer,
        } = self;
        if outer.writes_along(simd) {
            let for_a = far::STRIP_ASKED_FOR * (outer.k + S::LANES);
            let room = Room {
                b: buffer,
                elements: most * ROOM * S::LANES - for_a,
                deepest: most,
                a: if outer.a_strides.0 == 1 {
                    buffer.wrapping_add(most * ROOM * S::LANES - for_a)
                } else {
                    core::ptr::null_mut()
                },
            };
            // SAFETY: of a product that is written along, `pays::is_deep` says that the buffer has `DEEP` rows, and so room for a strip of A
            // beside what is left for B, at its end; the operands are as `Outer` says, and rows of A no shorter than a vector.
            return unsafe { outer.by_blocks(simd, &room) };
        }
        // Where what follows a row is not read with it, panels are better padded.
        if const { guards(S::REGISTERS) } && outer.transposed && outer.k <= FEW_TERMS {
            // With room for three pairs of vectors or more, no part is a lone vector.
            const { assert!(FEW_TERMS <= SHALLOW) };
            // SAFETY: as `all_panels` asked; there are no shallower buffers.
            return unsafe { outer.few_terms(simd, most, buffer) };
        }
        // Without room for more, nothing else is copied.
        if by_blocks || const { S::REGISTERS < 32 && !has_room::<T>() } {
            let elements = most * ROOM * S::LANES;
            let room = Room {
                b: buffer,
                elements,
                // High tiles cut sums as they do elsewhere.
                deepest: if const { S::REGISTERS < 32 } {
                    rows_of_a::<T, S>(elements)
                } else {
                    most
                },
                a: core::ptr::null_mut(),
            };
            // SAFETY: as above.
            return unsafe { outer.by_blocks(simd, &room) };
        }
        // Low tiles read each line more often than comes from far.
        let most = if const { S::REGISTERS < 32 } {
            most.min(outer.near::<S>())
        } else if outer.is_b_strewn(simd) {
            most.min(SHALLOW)
        } else {
            most
        };
        for depth in Part::split(outer.k, most, S::LANES) {
            // Where panels are narrow, A goes by often, and next to nothing is lost if B is copied again.
            let unit = most_rows(S::REGISTERS);
            let most = if const { S::REGISTERS < 32 } {
                let rows = BLOCK / (depth.count * size_of::<T>());
                rows.max(LEAST_ROWS).next_multiple_of(unit)
            } else if outer.transposed && outer.rereads_from_afar(simd) {
                far::rows::<T>(far::BLOCK_TO_COPY, depth.count)
            } else {
                outer.m.max(1)
            };
            for rows in Part::split(outer.m, most, unit) {
                // SAFETY: the buffer is that large, as `all_panels` asked.
                unsafe { outer.panels(simd, (rows, depth), buffer) };
            }
        }
    }
}

impl<T: Element> Outer<T> {
    /// How deep a panel is at most for which A stays near: [`ROWS`] of it, or where it is stored transposed, a tile's lines. Sums
    /// that are not much longer are left whole, as C is written once then. A multiple of `LANES`.
    #[inline(always)]
    fn near<S: Simd<T>>(&self) -> usize {
        let most = if self.a_strides.0 == 1 {
            SHALLOW // a line of A for each row of B
        } else {
            let most = BLOCK / (ROWS * size_of::<T>());
            if self.k <= most / 4 * 7 { self.k } else { most }
        };
        most.next_multiple_of(S::LANES)
    }

    /// All of C, with A read where it is and panels of B at most so deep, copied to a buffer, `by_blocks` or one ahead.
    ///
    /// # Safety
    ///
    /// `most` is a multiple of `LANES`, and the buffer writable for as many rows of `ROOM` vectors.
    #[inline(always)]
    pub(super) unsafe fn all_panels<S: Simd<T>>(
        self,
        simd: S,
        most: usize,
        buffer: *mut T,
        by_blocks: bool,
    ) {
        simd.outlined(AllPanels {
            outer: self,
            by_blocks,
            most,
            buffer,
        });
    }

    /// C of few terms: writing C is most of the work then, and it is written as where B is read in place. As many of B's columns as
    /// there is room for are copied at once, or transposed.
    ///
    /// # Safety
    ///
    /// As [`all_panels`](Self::all_panels), for `most` no less than k.
    #[inline(always)]
    unsafe fn few_terms<S: Simd<T>>(&self, simd: S, most: usize, buffer: *mut T) {
        debug_assert!((1..=most).contains(&self.k));
        let depth = self.k.next_multiple_of(S::LANES);
        // Near-equal parts of whole pairs of vectors: none is one vector, which is summed in another order.
        let pair = 2 * S::LANES;
        let room = (most * ROOM / depth - 1) / 2;
        for (first, pairs) in NearEqual::new(self.n.div_ceil(pair), room) {
            let start = first * pair;
            let columns = self.columns(start, (pairs * pair).min(self.n - start));
            let mut stride = columns.n.next_multiple_of(S::LANES);
            if (stride * size_of::<T>()).is_multiple_of(1024) {
                stride += S::LANES;
            }
            let from = Source {
                first: columns.b,
                stride: self.b_stride,
                transposed: self.transposed,
                overlap: 0,
            };
            // SAFETY: there is room for that many columns; B is there.
            unsafe { pack(simd, from, (columns.n, self.k), buffer, stride) };
            simd.outlined(columns.with_rows(buffer, stride));
        }
    }

    /// Some rows of C, summed over a part of k.
    ///
    /// # Safety
    ///
    /// The buffer is writable for rows of `ROOM` vectors, no fewer than `depth`, made up to a multiple of `LANES`.
    #[inline(always)]
    unsafe fn panels<S: Simd<T>>(&self, simd: S, (rows, depth): (Part, Part), buffer: *mut T) {
        // With few registers, all that is transposed is by blocks.
        let transposed = const { S::REGISTERS >= 32 } && self.transposed;
        let a = self.a_rows(rows, depth);
        let some = rows.count <= PAIRS_UP_TO;
        // Whether the next panel's B is copied, or transposed, by the tiles of the one before. Of many rows, lines of those that
        // are transposed would leave the cache before all of them is read.
        let ahead = HAS_STACK
            && has_tiles_enough(S::REGISTERS, rows.count)
            && if transposed {
                some && turns_next::<T, S>(2)
            } else {
                copies_beside(S::REGISTERS)
            };
        // A pair leaves registers for transposing; of many rows that is a small part, and a wide panel is better.
        let pairs = some && transposed && S::TRANSPOSES_HALVES;
        let half = WIDTH * S::LANES * depth.count.next_multiple_of(S::LANES);
        let (mut buffer, mut other) = (buffer, buffer.wrapping_add(half));
        let mut is_there = false;
        let mut panels = Columns::of::<T, S>(self.n, true, pairs)
            .map(
                #[inline(always)]
                |columns| {
                    if transposed {
                        columns.overlapping(simd)
                    } else {
                        columns
                    }
                },
            )
            .peekable();
        while let Some(columns) = panels.next() {
            let padded = columns.vectors * S::LANES;
            let next = panels.peek().filter(|next| {
                let alike =
                    columns.vectors == next.vectors && next.last == S::LANES && next.overlap == 0;
                ahead && columns.vectors > 1 && alike
            });
            // SAFETY: the rows of a panel as wide as this one, and room for them beside it.
            let meanwhile = next.map_or(Meanwhile::Nothing, |next| unsafe {
                self.copying((*next, depth), (other, padded))
            });
            let (size, whole) = ((rows.count, columns.vectors), columns.last == S::LANES);
            // The last panel alone is not worth a tile of its own.
            let first_tile = if is_there {
                None
            } else {
                First::of::<T, S>(size, whole, transposed)
            };
            let from = self.b_rows(columns, depth);
            // SAFETY: no panel is wider than `WIDTH` vectors, for which each half has room; the other is not written to unless there
            // is one. The operands are as `Outer` says.
            unsafe {
                if first_tile.is_none() && !is_there {
                    let width = padded - S::LANES + columns.last;
                    pack(simd, from, (width, depth.count), buffer, padded);
                }
                let b = BRows {
                    first: buffer.cast_const(),
                    stride: padded,
                    padded: true,
                    turned: first_tile.map(|tile| (tile, from)),
                    meanwhile,
                };
                self.panel(simd, (rows, columns, depth), a, b);
            }
            is_there = next.is_some();
            if is_there {
                core::mem::swap(&mut buffer, &mut other);
            }
        }
    }

    /// What tiles do who copy B's rows at these columns, side by side without gaps.
    ///
    /// # Safety
    ///
    /// The columns are whole vectors, and there is room for their rows, `stride` apart, made up to a multiple of `LANES`, until
    /// all are copied.
    unsafe fn copying(
        &self,
        (columns, depth): (Columns, Part),
        (to, stride): (*mut T, usize),
    ) -> Meanwhile<T> {
        let from = self.b_rows(columns, depth);
        if from.transposed {
            return Meanwhile::Transposing(Next { from, to });
        }
        Meanwhile::Copying(Beside {
            // SAFETY: B is readable for them; as the caller says.
            b: unsafe { Copied::rows(from, (stride, depth.count), (to, stride)) },
            ..Beside::NOTHING
        })
    }
}
