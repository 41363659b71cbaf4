//! How the kernels are called for a product: of two matrices, or of one with a matrix of samples.

#![allow(clippy::inline_always)] // kernels are compiled for an instruction set only where they are inlined

use super::Standing;
use crate::Element;
use crate::kernel::product::{Epilogue, Layout, Nn, Nt, product, product_by};
use crate::kernel::{Dispatched, Known, Run, Size, Store};

/// c ← op(a) op(b) for an m × k and a k × n operand; `transposed` tells how each is stored.
#[inline(never)] // the code is one for all sizes
pub(super) fn gemm<T: Element>(
    (m, n, k): (usize, usize, usize),
    (a, a_transposed): (&[T], bool),
    (b, b_transposed): (&[T], bool),
    c: &mut [T],
    store: Store<T>,
) {
    let layout = Layout::new(a_transposed, b_transposed);
    product(layout, m, n, k, a, b, c, store, ());
}

/// C ← X W for as many rows of X as there are samples, or X Wᵀ where `TURNED`; `W` says how that operand stands, `N` and `K`
/// the sizes.
#[inline]
pub(super) fn samples_times<W: Standing, N: Size, K: Size, T: Element, const TURNED: bool>(
    samples: usize,
    operands: (&[T], &[T]),
    out: &mut [T],
    store: Store<T>,
    epilogue: impl Epilogue<T>,
) {
    samples_times_by::<W, N, K, T, TURNED>(Dispatched, samples, operands, out, store, epilogue);
}

/// [`samples_times`], by whom it is run.
#[inline(always)]
pub(super) fn samples_times_by<W: Standing, N: Size, K: Size, T: Element, const TURNED: bool>(
    by: impl Run,
    samples: usize,
    (x, w): (&[T], &[T]),
    out: &mut [T],
    store: Store<T>,
    epilogue: impl Epilogue<T>,
) {
    let sizes = (samples, Known::<N>::new(), Known::<K>::new());
    if const { TURNED == W::TRANSPOSED } {
        product_by::<Nn, T, _, _, _, _, _>(by, sizes, (x, w, out), store, epilogue);
    } else {
        product_by::<Nt, T, _, _, _, _, _>(by, sizes, (x, w, out), store, epilogue);
    }
}
