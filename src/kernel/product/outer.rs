//! Products by outer products, panel by panel.

use super::super::{Kernel, Simd};
use super::panel::Panel;
use super::split::NearEqual;
use super::{Operands, most_vectors};
use crate::Element;

/// C ← keep · C + scale · op(A) B + bias, with sizes and operands that [`product`](super::product) has checked.
pub(super) struct Outer<'a, T> {
    pub(super) m: usize,
    pub(super) n: usize,
    pub(super) k: usize,
    /// The distance in A between neighbours along m and along k.
    pub(super) a_strides: (usize, usize),
    pub(super) operands: Operands<'a, T>,
}

impl<T: Element> Kernel<T> for Outer<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        let (rows, depth) = (Part::all(self.m), Part::all(self.k));
        let a = self.a_rows(rows, depth);
        for columns in Columns::of::<T, S>(self.n, false) {
            let b = BRows {
                first: self.operands.b.as_ptr().wrapping_add(columns.start),
                stride: self.n,
                padded: false,
            };
            // SAFETY: A, B and C have m·k, k·n and m·n elements, and the bias n; the columns lie within n.
            unsafe { self.panel(simd, (rows, columns, depth), a, b) };
        }
    }
}

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

    /// Splits a size near-equally into parts of at most `most`, all but the last a multiple of `unit`, as `most` is.
    #[inline(always)]
    pub(super) fn split(size: usize, most: usize, unit: usize) -> impl Iterator<Item = Self> {
        let each = size
            .div_ceil(size.div_ceil(most).max(1))
            .next_multiple_of(unit);
        (0..size).step_by(each.max(1)).map(
            #[inline(always)]
            move |start| Self {
                start,
                count: each.min(size - start),
            },
        )
    }
}

/// A's elements at the rows and the depth of a panel.
#[derive(Clone, Copy)]
pub(super) struct ARows<T> {
    pub(super) first: *const T,
    /// The distance between neighbours along m and along k.
    pub(super) strides: (usize, usize),
}

/// B's rows at the columns and the depth of a panel.
#[derive(Clone, Copy)]
pub(super) struct BRows<T> {
    pub(super) first: *const T,
    pub(super) stride: usize,
    /// Whether they are readable for whole vectors.
    pub(super) padded: bool,
}

/// Some columns of C: `vectors` vectors from `start` on, the last of which has `last`.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) start: usize,
    pub(super) vectors: usize,
    pub(super) last: usize,
}

impl Columns {
    /// Splits n columns into panels of a few vectors, near-equally. A part of a vector at the end is taken for a whole one
    /// if `padded`; else it stands alone, as reading it has its cost.
    #[inline(always)]
    pub(super) fn of<T: Element, S: Simd<T>>(n: usize, padded: bool) -> impl Iterator<Item = Self> {
        let most = most_vectors(S::REGISTERS);
        let rest = if padded { 0 } else { n % S::LANES };
        Panels {
            n,
            lanes: S::LANES,
            split: NearEqual::new((n - rest).div_ceil(S::LANES), most),
            rest,
        }
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
        })
    }
}

impl<T: Element> Outer<'_, T> {
    /// A's elements where they are.
    #[inline(always)]
    pub(super) fn a_rows(&self, rows: Part, depth: Part) -> ARows<T> {
        let (row, step) = self.a_strides;
        ARows {
            first: self
                .operands
                .a
                .as_ptr()
                .wrapping_add(rows.start * row + depth.start * step),
            strides: self.a_strides,
        }
    }

    /// The panel of C at these rows and columns, summed over a part of k.
    ///
    /// # Safety
    ///
    /// The operands are as long as their sizes say; rows, columns and depth lie within m, n and k; `a` and `b` are
    /// readable for them.
    #[inline(always)]
    pub(super) unsafe fn panel<S: Simd<T>>(
        &mut self,
        simd: S,
        (rows, columns, depth): (Part, Columns, Part),
        a: ARows<T>,
        b: BRows<T>,
    ) {
        let part = (rows, columns, depth);
        // SAFETY: as the caller says.
        unsafe {
            match columns.vectors {
                3 if S::REGISTERS >= 32 => self.vectors::<S, 3, false>(simd, part, a, b),
                2 if S::REGISTERS >= 16 => self.vectors::<S, 2, false>(simd, part, a, b),
                _ if b.padded || columns.last == S::LANES => {
                    self.vectors::<S, 1, false>(simd, part, a, b);
                }
                _ => self.vectors::<S, 1, true>(simd, part, a, b),
            }
        }
    }

    /// The same for `V` vectors.
    ///
    /// # Safety
    ///
    /// As [`panel`](Outer::panel).
    #[inline(always)]
    unsafe fn vectors<S: Simd<T>, const V: usize, const MASKED: bool>(
        &mut self,
        simd: S,
        (rows, columns, depth): (Part, Columns, Part),
        a: ARows<T>,
        b: BRows<T>,
    ) {
        let is_first = depth.start == 0;
        let is_last = depth.start + depth.count == self.k;
        let panel = Panel::<T, usize, usize, V, MASKED> {
            m: rows.count,
            k: depth.count,
            a: a.first,
            a_strides: a.strides,
            b: b.first,
            b_stride: b.stride,
            c: self
                .operands
                .c
                .as_mut_ptr()
                .wrapping_add(rows.start * self.n + columns.start),
            c_stride: self.n,
            last: columns.last,
            store: if is_first {
                self.operands.store
            } else {
                self.operands.store.continued()
            },
            bias: match self.operands.bias {
                Some(bias) if is_last => bias.as_ptr().wrapping_add(columns.start),
                _ => core::ptr::null(),
            },
        };
        // SAFETY: as the caller says.
        unsafe { panel.run_on(simd) };
    }
}
