//! Products, none of them large, whose sizes the compiler knows: a tile or two of code for each, without the choices that other
//! sizes need.

use core::marker::PhantomData;
use core::mem::MaybeUninit;

use super::super::{Extent, Kernel, Simd};
use super::ahead::Asks;
use super::few::{self, Few};
use super::meanwhile::has_tiles_enough;
use super::next::{Next, Turning, turns_next};
use super::outer::Outer;
use super::pack::{Source, pack};
use super::panel::{Panel, guards, overlaps};
use super::pays::{HAS_STACK, crowds_known, lanes};
use super::spans::split;
use super::turned::{First, LEAST, Turned};
use super::{Layout, Operands, Stored, most_vectors};
use crate::Element;

/// Whether a product of these sizes has code of its own: not a large one, which gains little by it, nor one that is not quite
/// small, if its rows are not of whole vectors, or so few that there are better forms.
pub(super) const fn has_own<T>(m: Option<usize>, n: Option<usize>, k: Option<usize>) -> bool {
    let (Some(rows), Some(columns)) = (m, n) else {
        return false;
    };
    let fits = rows >= LEAST && columns.is_multiple_of(lanes::<T>());
    columns > 1 && is_small(m, k, SMALL) && is_small(n, k, SMALL)
        || fits && is_small(m, k, SIDE) && is_small(n, k, SIDE)
}

/// Whether a product of one row, if it is that, has code of its own.
pub(super) const fn has_own_row(m: Option<usize>, n: Option<usize>, k: Option<usize>) -> bool {
    matches!(m, None | Some(1)) && is_small(n, k, SMALL)
}

/// Whether two sides are known, and not above `most`.
const fn is_small(a: Option<usize>, b: Option<usize>, most: usize) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a > 0 && b > 0 && a <= most && b <= most,
        _ => false,
    }
}

/// The longest side of a small product.
const SMALL: usize = 64;
/// The longest side of a product that has code of its own: what is copied of B is on the stack, as many rows.
const SIDE: usize = if HAS_STACK { 2 * SMALL } else { SMALL };

/// C ← keep · C + scale · op(A) op(B) + bias, with operands that [`product`](super::product) has checked.
pub(super) struct Fixed<'a, L, T, M, N, K> {
    pub(super) layout: PhantomData<L>,
    pub(super) sizes: (M, N, K),
    pub(super) operands: Operands<'a, T>,
}

impl<L: Stored, T: Element, M: Extent, N: Extent, K: Extent> Kernel<T>
    for Fixed<'_, L, T, M, N, K>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if const { Self::crowds::<S>() } {
            let (m, n, k) = self.sizes;
            let sizes = (m.get(), n.get(), k.get());
            return T::product_of_all_sizes(L::LAYOUT, sizes, self.operands);
        }
        let n = self.sizes.1.get();
        // Where B's rows are copied, or read with what follows, the last vector can be whole.
        let masked = !Self::TURNED && (!guards(S::REGISTERS) || n < S::LANES)
            || const { Self::leaves_few::<S>() };
        let rest = if masked { n % S::LANES } else { 0 };
        if const { Self::turns_beside::<S>() } {
            return self.vectors::<S, 2>(simd, 0);
        }
        let pairs = Self::TURNED && S::TRANSPOSES_HALVES;
        for (first, vectors) in split((n - rest).div_ceil(S::LANES), S::REGISTERS, pairs) {
            let start = first * S::LANES;
            match vectors {
                3 if const { has_panel::<T, S, N>(3) } => {
                    self.vectors::<S, 3>(simd, start);
                }
                2 if const { has_panel::<T, S, N>(2) } => {
                    self.vectors::<S, 2>(simd, start);
                }
                _ => self.vectors::<S, 1>(simd, start),
            }
        }
        if const { Self::leaves_few::<S>() } {
            let sizes = (self.sizes.0.get(), n, self.sizes.2.get());
            let outer = Outer::new(L::LAYOUT, sizes, &mut self.operands);
            simd.outlined(Few(outer.columns(n - rest, rest)));
        } else if rest > 0 {
            let b = self.operands.b.as_ptr().wrapping_add(n - rest);
            self.panel::<1, true>((b, n), n - rest, rest).run(simd);
        }
    }
}

impl<L: Stored, T: Element, M: Extent, N: Extent, K: Extent> Fixed<'_, L, T, M, N, K> {
    /// Whether B is stored transposed.
    const TURNED: bool = matches!(L::LAYOUT, Layout::Nt);

    /// Whether tiles that are low read lines more often than these [stay near](crowds_known), and products of all sizes copy them.
    const fn crowds<S: Simd<T>>() -> bool {
        let (Some(m), Some(n), Some(k)) = (M::KNOWN, N::KNOWN, K::KNOWN) else {
            return false;
        };
        Self::is_low::<S>() && crowds_known::<T>(L::LAYOUT, (m, n, k))
    }

    /// Whether tiles are low, and prepare the next panel's B among their steps.
    const fn is_low<S: Simd<T>>() -> bool {
        turns_next::<T, S>(2) && S::REGISTERS < 32
    }

    /// Whether the last columns are computed [as a few](few::pays).
    const fn leaves_few<S: Simd<T>>() -> bool {
        S::QUARTERS && few::pays(Self::TURNED, M::KNOWN, N::KNOWN, K::KNOWN)
    }

    /// Whether there may be fewer columns at the end than a vector has.
    const fn ends_in_part<S: Simd<T>>() -> bool {
        !matches!(N::KNOWN, Some(n) if n.is_multiple_of(S::LANES))
    }

    /// Whether all panels are pairs of vectors, and the next one's B is transposed beside the tiles of the one before: worth the
    /// while where registers are few, and so tiles are many.
    const fn turns_beside<S: Simd<T>>() -> bool {
        Self::TURNED
            && Self::is_low::<S>()
            && matches!(M::KNOWN, Some(m) if has_tiles_enough(S::REGISTERS, m))
            && matches!(N::KNOWN, Some(n) if n > 2 * S::LANES && n.is_multiple_of(2 * S::LANES))
            && K::KNOWN.is_some()
    }

    /// A panel of `V` vectors, or all of them if they [turn beside](Self::turns_beside) one another.
    #[inline(always)]
    fn vectors<S: Simd<T>, const V: usize>(&mut self, simd: S, start: usize) {
        if !Self::TURNED {
            let n = self.sizes.1.get();
            let b = self.operands.b.as_ptr().wrapping_add(start);
            let last = if const { Self::ends_in_part::<S>() } {
                S::LANES.min(n - start - (V - 1) * S::LANES)
            } else {
                S::LANES
            };
            let panel = Panel {
                guarded: last < S::LANES,
                ..self.panel::<V, false>((b, n), start, last)
            };
            return panel.run(simd);
        }
        // A page of the stack that is not needed costs some cycles as well.
        if const { is_within::<K>(16) } {
            self.turned::<S, V, 16>(simd, start);
        } else if const { is_within::<K>(32) } {
            self.turned::<S, V, 32>(simd, start);
        } else if const { is_within::<K>(64) } {
            self.turned::<S, V, 64>(simd, start);
        } else {
            self.turned::<S, V, SIDE>(simd, start);
        }
    }

    /// The same for a B that is stored transposed, of which no more than `ROWS` rows are copied.
    #[inline(always)]
    fn turned<S: Simd<T>, const V: usize, const ROWS: usize>(&mut self, simd: S, start: usize) {
        debug_assert!(self.sizes.2.get().next_multiple_of(S::LANES) <= ROWS);
        let mut buffer = [const { MaybeUninit::<[S::Vector; V]>::uninit() }; ROWS];
        // Too small for `start_of`: 24 KiB at most, where a frame is probed without a register up to 32.
        let buffer: *mut T = buffer.as_mut_ptr().cast();
        // SAFETY: the buffers have `ROWS` rows of `V` vectors, a multiple of `LANES` and no less than k.
        unsafe {
            if const { Self::turns_beside::<S>() } {
                let mut other = [const { MaybeUninit::<[S::Vector; V]>::uninit() }; ROWS];
                self.beside::<S, V>(simd, [buffer, other.as_mut_ptr().cast()]);
            } else {
                let (panel, done) = self.begin::<S, V>(simd, start, buffer);
                panel.rest(simd, done);
            }
        }
    }

    /// All panels, whose B goes to one buffer and the other by turns.
    ///
    /// # Safety
    ///
    /// As [`begin`](Self::begin), for both.
    #[inline(always)]
    unsafe fn beside<S: Simd<T>, const V: usize>(&mut self, simd: S, buffers: [*mut T; 2]) {
        let width = V * S::LANES;
        let panels = self.sizes.1.get() / width;
        // SAFETY: B has columns for so many panels; the buffers are as the caller says.
        unsafe {
            let (mut panel, mut done) = self.begin::<S, V>(simd, 0, buffers[0]);
            for number in 1..panels {
                let start = number * width;
                let (from, to) = (self.source(start), buffers[number % 2]);
                let next = Next { from, to };
                Turning { panel, next }.rest(simd, done);
                panel = self.panel((to.cast_const(), width), start, S::LANES);
                done = 0;
            }
            panel.rest(simd, done);
        }
    }

    /// The panel of `V` vectors from column `start` on, whose B is copied to `to`, and how many of its rows are done by the way.
    ///
    /// # Safety
    ///
    /// `to` is writable for k rows of `V` vectors, made up to a multiple of `LANES`.
    #[inline(always)]
    unsafe fn begin<S: Simd<T>, const V: usize>(
        &mut self,
        simd: S,
        start: usize,
        to: *mut T,
    ) -> (Panel<T, M, K, V, false>, usize) {
        let (mut from, stride) = (self.source(start), V * S::LANES);
        let mut width = (self.sizes.1.get() - start).min(stride);
        if const { !Self::ends_in_part::<S>() } {
            width = stride;
        } else if const { V > 1 && overlaps(S::REGISTERS) } {
            from.overlap = stride - width;
            width = stride;
        }
        let last = width + S::LANES - stride;
        let panel = Panel {
            overlap: from.overlap,
            ..self.panel::<V, false>((to.cast_const(), stride), start, last)
        };
        let first = if const { V > 1 && matches!(M::KNOWN, Some(m) if m >= LEAST) } {
            First::of::<T, S>((self.sizes.0.get(), V), last == S::LANES, true)
        } else {
            None
        };
        // SAFETY: as the caller says; B has n·k elements.
        unsafe {
            if let Some(first) = first {
                Turned { panel, first, from }.run_on::<S, false>(simd);
                (panel, first.rows)
            } else {
                pack(simd, from, (width, self.sizes.2.get()), to, stride);
                (panel, 0)
            }
        }
    }

    /// B's columns from `start` on, which is stored transposed.
    #[inline(always)]
    fn source(&self, start: usize) -> Source<T> {
        let k = self.sizes.2.get();
        Source {
            first: self.operands.b.as_ptr().wrapping_add(start * k),
            stride: k,
            transposed: true,
            overlap: 0,
        }
    }

    /// The panel of `V` vectors from column `start` on, the last of which has `last` columns, for B's rows there.
    #[inline(always)]
    fn panel<const V: usize, const MASKED: bool>(
        &mut self,
        (b, b_stride): (*const T, usize),
        start: usize,
        last: usize,
    ) -> Panel<T, M, K, V, MASKED> {
        let (m, n, k) = self.sizes;
        Panel {
            m,
            k,
            a: self.operands.a.as_ptr(),
            a_strides: L::LAYOUT.a_strides(m.get(), k.get()),
            a_tiles: None,
            b,
            b_stride,
            guarded: false,
            c: self.operands.c.as_mut_ptr().wrapping_add(start),
            c_stride: n.get(),
            last,
            overlap: 0,
            store: self.operands.store,
            bias: match self.operands.bias {
                Some(bias) => bias.as_ptr().wrapping_add(start),
                None => core::ptr::null(),
            },
            low: false,
            asks: Asks::NOTHING,
        }
    }
}

/// Whether sums are known to have no more than so many terms.
const fn is_within<K: Extent>(terms: usize) -> bool {
    matches!(K::KNOWN, Some(k) if k <= terms)
}

/// Whether n columns have a panel of this many vectors; the last may be a part of one.
const fn has_panel<T: Element, S: Simd<T>, N: Extent>(vectors: usize) -> bool {
    let Some(n) = N::KNOWN else {
        return vectors <= most_vectors(S::REGISTERS);
    };
    let (less, more) = (n / S::LANES, n.div_ceil(S::LANES));
    split(less, S::REGISTERS, false).holds(vectors)
        || split(more, S::REGISTERS, false).holds(vectors)
        || S::TRANSPOSES_HALVES && split(more, S::REGISTERS, true).holds(vectors)
}
