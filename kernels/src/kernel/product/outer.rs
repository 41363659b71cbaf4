//! Products by outer products, panel by panel.

use super::super::{Kernel, Simd, Store};
use super::ahead::Asks;
use super::caches::overflows;
use super::far;
use super::low_rank::is_for;
use super::meanwhile::Meanwhile;
use super::pack::Source;
use super::panel::{LOW, Panel, guards, is_c_far, most_rows};
use super::pays::{FEW_ROWS, collides, crowds, depth_in_place, is_late};
use super::spans::{Columns, Part};
use super::turned::{First, Turned, registers_to_turn};
use super::{Layout, Operands, most_vectors};
use crate::Element;

/// C ← keep · C + scale · op(A) op(B) + bias, or a part of it: sizes, and where the operands lie.
///
/// A is readable for m rows and k columns by its strides; B for k rows of n, and what lies between them, or where it is `transposed`
/// for n of k, and the bias, if it is not null, for n elements; C is readable and writable for m rows of n, and nothing else writes
/// to them. `new` sees to that, and `columns` and `split_rows` keep to it.
#[derive(Clone, Copy)]
pub(super) struct Outer<T> {
    pub(super) m: usize,
    pub(super) n: usize,
    pub(super) k: usize,
    a: *const T,
    /// The distance in A between neighbours along m and along k.
    pub(super) a_strides: (usize, usize),
    pub(super) b: *const T,
    pub(super) b_stride: usize,
    /// Whether B is stored n × k.
    pub(super) transposed: bool,
    c: *mut T,
    pub(super) c_stride: usize,
    store: Store<T>,
    bias: *const T,
    /// Whether C is not asked for, however far it is, as it is written from one end to the other.
    along_c: bool,
}

// SAFETY: A and B are read, and C is written by nothing else.
unsafe impl<T: Element> Send for Outer<T> {}
// SAFETY: as above; it has no interior.
unsafe impl<T: Element> Sync for Outer<T> {}

impl<T: Element> Outer<T> {
    /// The whole of a product, with sizes and operands that [`product`](super::product) has checked.
    pub(super) fn new(
        layout: Layout,
        (m, n, k): (usize, usize, usize),
        operands: &mut Operands<'_, T>,
    ) -> Self {
        let transposed = matches!(layout, Layout::Nt | Layout::Tt);
        Self {
            m,
            n,
            k,
            a: operands.a.as_ptr(),
            a_strides: layout.a_strides(m, k),
            b: operands.b.as_ptr(),
            b_stride: if transposed { k } else { n },
            transposed,
            c: operands.c.as_mut_ptr(),
            c_stride: n,
            store: operands.store,
            bias: operands.bias.map_or(core::ptr::null(), <[T]>::as_ptr),
            along_c: false,
        }
    }

    /// Whether the rows of A and B lie so that high tiles do as well without copies: near one another, or, where A's are read
    /// along, not a power of two apart, which would bring them to a few places in the cache; and B comes in time.
    pub(super) fn is_kind(&self) -> bool {
        let (row, step) = self.a_strides;
        let near = |stride: usize| stride * size_of::<T>() < 4096;
        let spreads = |stride: usize| !(stride * size_of::<T>()).is_multiple_of(1024);
        let overflows = |stride: usize| overflows(stride * size_of::<T>(), self.k);
        // The same for some of the rows as for all: where A is stored transposed, threads may divide them.
        let late = row > step && is_late(self.m, self.b_stride * size_of::<T>(), self.k);
        !self.transposed
            && self.k <= 1024
            && !collides(self.m, self.b_stride * size_of::<T>(), self.k)
            && !late
            && !overflows(self.b_stride)
            && (row > step || !overflows(step))
            && (near(row.max(step)) || row > step && spreads(row))
            && (near(self.b_stride) || spreads(self.b_stride))
    }

    /// Whether A, which goes by for each panel, is more than stays near, and what does not [is far](Simd::is_third_level_far). Not where its
    /// rows drive one another out.
    #[inline(always)]
    pub(super) fn rereads_from_afar<S: Simd<T>>(&self, simd: S) -> bool {
        let (row, step) = self.a_strides;
        step == 1
            && self.m.saturating_mul(self.k).saturating_mul(size_of::<T>()) > far::BLOCK_TO_COPY
            && !overflows(row * size_of::<T>(), self.k)
            && simd.is_third_level_far()
    }

    /// Whether B, stored as it is, is much more than stays near, and what does not [is far](Simd::is_third_level_far): then some rows of it
    /// are copied for all columns before the next ones.
    #[inline(always)]
    pub(super) fn is_b_strewn<S: Simd<T>>(&self, simd: S) -> bool {
        let bytes = self
            .b_stride
            .saturating_mul(self.k)
            .saturating_mul(size_of::<T>());
        !self.transposed && bytes >= 2 * far::NEAR && simd.is_third_level_far()
    }

    /// Whether C is written [along its rows](far::writes_along).
    #[inline(always)]
    pub(super) fn writes_along<S: Simd<T>>(&self, simd: S) -> bool {
        far::writes_along::<T>(self.c_stride, (self.m, self.k)) && simd.is_third_level_far()
    }

    /// `count` columns of C from `start` on, within n.
    #[inline(always)]
    pub(super) fn columns(self, start: usize, count: usize) -> Self {
        debug_assert!(start + count <= self.n);
        let step = if self.transposed { self.b_stride } else { 1 };
        Self {
            n: count,
            b: self.b.wrapping_add(start * step),
            c: self.c.wrapping_add(start),
            bias: if self.bias.is_null() {
                self.bias
            } else {
                self.bias.wrapping_add(start)
            },
            ..self
        }
    }

    /// The same with another B, readable for k rows of n that are so far apart.
    #[inline(always)]
    pub(super) fn with_rows(self, b: *const T, b_stride: usize) -> Self {
        Self {
            b,
            b_stride,
            transposed: false,
            ..self
        }
    }

    /// The first `at` columns of C, and the others.
    #[cfg(feature = "rayon")]
    pub(super) fn split_columns(self, at: usize) -> (Self, Self) {
        (self.columns(0, at), self.columns(at, self.n - at))
    }

    /// The first `at` rows of C, and the others.
    #[cfg(feature = "rayon")]
    pub(super) fn split_rows(self, at: usize) -> (Self, Self) {
        debug_assert!(at <= self.m);
        let below = Self {
            m: self.m - at,
            a: self.a.wrapping_add(at * self.a_strides.0),
            c: self.c.wrapping_add(at * self.c_stride),
            ..self
        };
        (Self { m: at, ..self }, below)
    }
}

impl<T: Element> Kernel<T> for Outer<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if const { is_for(S::REGISTERS) } && self.has_low_rank(simd) {
            return self.by_rows(simd);
        }
        // Of parts that are not so small, tiles are as high as may be.
        let unit = const { most_rows(S::REGISTERS) };
        let (most, unit) = if crowds::<T>(S::REGISTERS, (self.m, self.k), self.c_stride) {
            (FEW_ROWS, 1)
        } else if self.writes_along(simd) {
            self.along_c = true;
            (far::STRIP, unit)
        } else if self.rereads_from_afar(simd) {
            (far::rows::<T>(far::BLOCK, self.k), unit)
        } else {
            (self.m.max(1), 1)
        };
        // What follows a row of B is the next one's, but for the last.
        let guarded = guards(S::REGISTERS) && self.n >= S::LANES && self.k > 0;
        let strides = (self.a_strides, self.b_stride);
        let deepest = depth_in_place::<T>(S::REGISTERS, (self.m, self.k), strides);
        let mut depth = Part::all(deepest);
        loop {
            for rows in Part::split(self.m, most, unit) {
                let a = self.a_rows(rows, depth);
                for columns in Columns::of::<T, S>(self.n, guarded, false) {
                    let b = self.b_in_place(columns, depth);
                    // SAFETY: the operands are as `Outer` says; rows and depth lie within m and k, and the columns within n.
                    unsafe { self.panel(simd, (rows, columns, depth), a, b) };
                }
            }
            if self.ends(depth) {
                return;
            }
            let start = depth.start + depth.count;
            depth = Part {
                start,
                count: deepest.min(self.k - start),
            };
        }
    }
}

/// A's elements at the rows and the depth of a panel.
#[derive(Clone, Copy)]
pub(super) struct ARows<T> {
    pub(super) first: *const T,
    /// The distance between neighbours along m and along k.
    pub(super) strides: (usize, usize),
    /// As a [panel's](Panel::a_tiles): then the strides do not count along k.
    pub(super) tiles: Option<usize>,
}

/// B's rows at the columns and the depth of a panel.
#[derive(Clone, Copy)]
pub(super) struct BRows<T> {
    pub(super) first: *const T,
    pub(super) stride: usize,
    /// Whether they are readable for whole vectors; else all but the last are, if there are several vectors.
    pub(super) padded: bool,
    /// How the panel's first tile copies them to `first`, if it does, and from where.
    pub(super) turned: Option<(First, Source<T>)>,
    /// What the panel's other tiles do for a later one.
    pub(super) meanwhile: Meanwhile<T>,
}

impl<T: Element> Outer<T> {
    /// A's elements where they are.
    #[inline(always)]
    pub(super) fn a_rows(&self, rows: Part, depth: Part) -> ARows<T> {
        let (row, step) = self.a_strides;
        ARows {
            first: self.a.wrapping_add(rows.start * row + depth.start * step),
            strides: self.a_strides,
            tiles: None,
        }
    }

    /// B's elements at the columns and the depth of a panel.
    #[inline(always)]
    pub(super) fn b_rows(&self, columns: Columns, depth: Part) -> Source<T> {
        let from = if self.transposed {
            columns.start * self.b_stride + depth.start
        } else {
            depth.start * self.b_stride + columns.start
        };
        Source {
            first: self.b.wrapping_add(from),
            stride: self.b_stride,
            transposed: self.transposed,
            overlap: columns.overlap,
        }
    }

    /// Where B's row begins, as it is stored, at this term.
    #[inline(always)]
    pub(super) fn b_from(&self, term: usize) -> *const T {
        debug_assert!(!self.transposed);
        self.b.wrapping_add(term * self.b_stride)
    }

    /// The same, to be read where they are, by one panel after the other.
    #[inline(always)]
    pub(super) fn b_in_place(&self, columns: Columns, depth: Part) -> BRows<T> {
        debug_assert!(!self.transposed);
        BRows {
            first: self.b_rows(columns, depth).first,
            stride: self.b_stride,
            padded: false,
            turned: None,
            meanwhile: Meanwhile::Nothing,
        }
    }

    /// Where an element of C is.
    #[inline(always)]
    pub(super) fn at(&self, row: usize, column: usize) -> *mut T {
        self.c.wrapping_add(row * self.c_stride + column)
    }

    /// Whether a part of k is the last.
    #[inline(always)]
    pub(super) fn ends(&self, depth: Part) -> bool {
        depth.start + depth.count == self.k
    }

    /// How the sums over a part of k are stored, and what is added to them: the bias with the last part, or null.
    #[inline(always)]
    pub(super) fn epilogue(&self, depth: Part) -> (Store<T>, *const T) {
        let store = if depth.start == 0 {
            self.store
        } else {
            self.store.continued()
        };
        (
            store,
            if self.ends(depth) {
                self.bias
            } else {
                core::ptr::null()
            },
        )
    }

    /// The panel of C at these rows and columns, summed over a part of k.
    ///
    /// # Safety
    ///
    /// Rows, columns and depth lie within m, n and k, and the depth is not 0 if B is not `padded`; `a` is readable for them, and `b` as
    /// [`BRows`] says.
    #[inline(always)]
    pub(super) unsafe fn panel<S: Simd<T>>(
        &self,
        simd: S,
        (rows, columns, depth): (Part, Columns, Part),
        a: ARows<T>,
        b: BRows<T>,
    ) {
        let part = (rows, columns, depth);
        // SAFETY: as the caller says.
        unsafe {
            match columns.vectors {
                3 if const { most_vectors(S::REGISTERS) >= 3 } => {
                    self.vectors::<S, 3, false>(simd, part, a, b);
                }
                2 if const { most_vectors(S::REGISTERS) >= 2 } => {
                    self.vectors::<S, 2, false>(simd, part, a, b);
                }
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
        &self,
        simd: S,
        part: (Part, Columns, Part),
        a: ARows<T>,
        b: BRows<T>,
    ) {
        let panel = self.panel_of::<S, V, MASKED>(simd, part, a, b);
        // SAFETY: as the caller says.
        unsafe {
            match b.turned {
                Some((first, from))
                    if const { !MASKED && V > 1 && S::REGISTERS >= registers_to_turn(false) } =>
                {
                    Turned { panel, first, from }.run_all(simd, b.meanwhile);
                }
                _ => panel.run_with(simd, b.meanwhile),
            }
        }
    }

    /// As [`vectors`](Outer::vectors), to be run.
    #[inline(always)]
    pub(super) fn panel_of<S: Simd<T>, const V: usize, const MASKED: bool>(
        &self,
        simd: S,
        (rows, columns, depth): (Part, Columns, Part),
        a: ARows<T>,
        b: BRows<T>,
    ) -> Panel<T, usize, usize, V, MASKED> {
        let (store, bias) = self.epilogue(depth);
        // What is asked for would drive out what was.
        let is_crowded = crowds::<T>(S::REGISTERS, (self.m, self.k), self.c_stride);
        Panel {
            m: rows.count,
            k: depth.count,
            a: a.first,
            a_strides: a.strides,
            a_tiles: a.tiles,
            b: b.first,
            b_stride: b.stride,
            guarded: !MASKED && !b.padded && columns.last < S::LANES,
            c: self.at(rows.start, columns.start),
            c_stride: self.c_stride,
            last: columns.last,
            overlap: columns.overlap,
            store,
            bias: if bias.is_null() {
                bias
            } else {
                bias.wrapping_add(columns.start)
            },
            low: self.m <= LOW,
            asks: Asks {
                for_a: columns.start == 0 && a.tiles.is_none() && self.rereads_from_afar(simd),
                for_c: !is_crowded && !self.along_c && is_c_far::<T>(self.m, self.c_stride),
                soon: b.meanwhile.asks(),
            },
        }
    }
}
