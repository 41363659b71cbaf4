//! Parts of the sizes: of rows or of k, and columns, which are split into panels.

use super::super::Simd;
use super::most_vectors;
use super::panel::overlaps;
use super::split::NearEqual;
use crate::Element;

/// A part of m or of k: `count` from `start` on.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) count: usize,
}

impl Part {
    #[inline(always)]
    pub(super) fn all(count: usize) -> Self {
        Self { start: 0, count }
    }

    /// Splits a size near-equally into parts of at most `most`, all but the last a multiple of `unit`, as `most` is, unless there is one
    /// part.
    #[inline(always)]
    pub(super) fn split(size: usize, most: usize, unit: usize) -> impl Iterator<Item = Self> {
        debug_assert!(size <= most || most.is_multiple_of(unit));
        // What is not split needs no division, which would take as long as some steps of a tile.
        let each = if size <= most {
            size
        } else {
            size.div_ceil(size.div_ceil(most)).next_multiple_of(unit)
        };
        let mut start = 0;
        core::iter::from_fn(
            #[inline(always)]
            move || {
                let part = Self {
                    start,
                    count: each.min(size - start),
                };
                start += part.count;
                (part.count > 0).then_some(part)
            },
        )
    }
}

/// Some columns of C: `vectors` vectors from `start` on, the last of which has `last`.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) start: usize,
    pub(super) vectors: usize,
    pub(super) last: usize,
    /// How many of them the last vector has in common with the one before.
    pub(super) overlap: usize,
}

impl Columns {
    /// The same columns, with a whole vector at the end, which takes some of the one before, if there is one, and
    /// the set has such.
    #[inline(always)]
    pub(super) fn overlapping<T: Element, S: Simd<T>>(self, _: S) -> Self {
        if !overlaps(S::REGISTERS) || self.vectors < 2 {
            return self;
        }
        Self {
            last: S::LANES,
            overlap: S::LANES - self.last,
            ..self
        }
    }

    /// Splits n columns into panels of a few vectors, near-equally. A part of a vector at the end is taken for a whole one
    /// if it can be read as one, `whole`; else it stands alone, as reading it has its cost. In `pairs` where vectors are best taken so.
    #[inline(always)]
    pub(super) fn of<T: Element, S: Simd<T>>(
        n: usize,
        whole: bool,
        pairs: bool,
    ) -> impl Iterator<Item = Self> {
        let rest = if whole { 0 } else { n % S::LANES };
        Panels {
            n,
            lanes: S::LANES,
            split: split((n - rest).div_ceil(S::LANES), S::REGISTERS, pairs),
            rest,
        }
    }
}

/// So many vectors in panels: as wide as may be, or in pairs, with three of them where their number is odd.
#[inline(always)]
pub(super) const fn split(vectors: usize, registers: usize, pairs: bool) -> NearEqual {
    let most = most_vectors(registers);
    if pairs && vectors > 1 && most > 2 {
        NearEqual::in_parts(vectors, vectors / 2)
    } else {
        NearEqual::new(vectors, most)
    }
}

/// The panels of n columns: those of the split, and then the rest.
struct Panels {
    n: usize,
    lanes: usize,
    split: NearEqual,
    rest: usize,
}

impl Iterator for Panels {
    type Item = Columns;

    #[inline(always)]
    fn next(&mut self) -> Option<Columns> {
        let (start, vectors, end) = match self.split.next() {
            Some((first, vectors)) => (
                first * self.lanes,
                vectors,
                self.n.min((first + vectors) * self.lanes),
            ),
            None if self.rest > 0 => (self.n - core::mem::take(&mut self.rest), 1, self.n),
            None => return None,
        };
        Some(Columns {
            start,
            vectors,
            last: end - start - (vectors - 1) * self.lanes,
            overlap: 0,
        })
    }
}
