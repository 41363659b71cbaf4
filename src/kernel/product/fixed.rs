//! Small products whose sizes the compiler knows: a tile or two of code for each, without the choices that other sizes
//! need.

use core::mem::MaybeUninit;

use super::super::{Extent, Kernel, Simd};
use super::pack::{Source, pack};
use super::panel::Panel;
use super::split::NearEqual;
use super::{Layout, Operands, most_vectors};
use crate::Element;

/// Whether a product of these sizes is small enough for code of its own: larger ones gain nothing by it.
pub(super) const fn is_small(n: Option<usize>, k: Option<usize>) -> bool {
    match (n, k) {
        // Debug builds are to be quick to make, and share the code of all sizes.
        (Some(n), Some(k)) => !cfg!(debug_assertions) && n > 0 && k > 0 && n <= SIDE && k <= SIDE,
        _ => false,
    }
}

/// The longest side of a small product.
const SIDE: usize = 64;

/// C ← keep · C + scale · op(A) op(B) + bias, with operands that [`product`](super::product) has checked.
pub(super) struct Fixed<'a, T, M, N, K> {
    pub(super) layout: Layout,
    pub(super) sizes: (M, N, K),
    pub(super) operands: Operands<'a, T>,
}

impl<T: Element, M: Extent, N: Extent, K: Extent> Kernel<T> for Fixed<'_, T, M, N, K> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        let (n, k) = (self.sizes.1.get(), self.sizes.2.get());
        if self.layout != Layout::Nt {
            let b = self.operands.b.as_ptr();
            // SAFETY: B has k·n elements.
            return unsafe { self.panels(simd, b, n) };
        }
        let mut buffer = [const { MaybeUninit::<T>::uninit() }; SIDE * SIDE];
        let buffer: *mut T = buffer.as_mut_ptr().cast();
        let stride = n.next_multiple_of(S::LANES);
        let from = Source {
            first: self.operands.b.as_ptr(),
            stride: k,
            transposed: true,
        };
        // SAFETY: the buffer has `SIDE` rows of `SIDE` elements, a multiple of `LANES`, and neither n nor k is more; B has
        // n·k elements.
        unsafe {
            pack(simd, from, (n, k), buffer, stride);
            self.panels(simd, buffer, stride);
        }
    }
}

impl<T: Element, M: Extent, N: Extent, K: Extent> Fixed<'_, T, M, N, K> {
    /// All panels of C, for rows of B that are `stride` apart.
    ///
    /// # Safety
    ///
    /// B is readable for k rows of n elements.
    #[inline(always)]
    unsafe fn panels<S: Simd<T>>(&mut self, simd: S, b: *const T, stride: usize) {
        let n = self.sizes.1.get();
        let split = NearEqual::new(n / S::LANES, most_vectors(S::REGISTERS));
        // SAFETY: the panels' columns end at n.
        unsafe {
            for (first, vectors) in split {
                self.vectors(simd, (b, stride), first * S::LANES, vectors);
            }
            let rest = n % S::LANES;
            if rest > 0 {
                self.panel::<S, 1, true>(simd, (b, stride), n - rest, rest);
            }
        }
    }

    /// A panel of some vectors.
    ///
    /// # Safety
    ///
    /// B is readable for k rows of these columns, and they lie within n.
    #[inline(always)]
    unsafe fn vectors<S: Simd<T>>(
        &mut self,
        simd: S,
        b: (*const T, usize),
        start: usize,
        vectors: usize,
    ) {
        // SAFETY: as the caller says.
        unsafe {
            match vectors {
                3 if const { has_panel::<N>(S::LANES, S::REGISTERS, 3) } => {
                    self.panel::<S, 3, false>(simd, b, start, S::LANES);
                }
                2 if const { has_panel::<N>(S::LANES, S::REGISTERS, 2) } => {
                    self.panel::<S, 2, false>(simd, b, start, S::LANES);
                }
                _ => self.panel::<S, 1, false>(simd, b, start, S::LANES),
            }
        }
    }

    /// A panel of `V` vectors, the last of which has `last` columns.
    ///
    /// # Safety
    ///
    /// As [`vectors`](Fixed::vectors).
    #[inline(always)]
    unsafe fn panel<S: Simd<T>, const V: usize, const MASKED: bool>(
        &mut self,
        simd: S,
        (b, b_stride): (*const T, usize),
        start: usize,
        last: usize,
    ) {
        let (m, n, k) = self.sizes;
        Panel::<T, M, K, V, MASKED> {
            m,
            k,
            a: self.operands.a.as_ptr(),
            a_strides: self.layout.a_strides(m.get(), k.get()),
            b: b.wrapping_add(start),
            b_stride,
            c: self.operands.c.as_mut_ptr().wrapping_add(start),
            c_stride: n.get(),
            last,
            store: self.operands.store,
            bias: match self.operands.bias {
                Some(bias) => bias.as_ptr().wrapping_add(start),
                None => core::ptr::null(),
            },
        }
        .run(simd);
    }
}

/// Whether n columns have a panel of this many vectors.
const fn has_panel<N: Extent>(lanes: usize, registers: usize, vectors: usize) -> bool {
    let whole = match N::KNOWN {
        Some(n) => Some(n / lanes),
        None => None,
    };
    NearEqual::has(whole, most_vectors(registers), vectors)
}
