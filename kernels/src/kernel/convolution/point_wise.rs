//! Kernels of 1 × 1 that are moved by 1: an image is a matrix of channels × places, and a convolution multiplies it by one of
//! filters × channels.

use super::super::product::{Layout, product};
use super::{Axis, Sizes};
use crate::Element;
use crate::kernel::Store;

/// Whether the sizes are those of such a kernel.
pub(super) fn fits(sizes: &Sizes) -> bool {
    let is_point = |axis: &Axis| axis.window == 1 && axis.stride == 1 && axis.len == axis.places;
    sizes.groups == 1
        && is_point(&sizes.height)
        && is_point(&sizes.width)
        && sizes.height.before + sizes.width.before == 0
}

/// Y ← W X for each sample.
pub(super) fn forward<T: Element>(sizes: &Sizes, x: &[T], w: &[T], y: &mut [T], store: Store<T>) {
    let (m, n, k) = of(sizes);
    for (x, y) in x.chunks_exact(k * n).zip(y.chunks_exact_mut(m * n)) {
        product(Layout::Nn, m, n, k, w, x, y, store, ());
    }
}

/// X ← Wᵀ Y for each sample.
pub(super) fn to_input<T: Element>(sizes: &Sizes, w: &[T], y: &[T], x: &mut [T], store: Store<T>) {
    let (m, n, k) = of(sizes);
    for (x, y) in x.chunks_exact_mut(k * n).zip(y.chunks_exact(m * n)) {
        product(Layout::Tn, k, n, m, w, y, x, store, ());
    }
}

/// W ← Σ Y Xᵀ.
pub(super) fn to_weights<T: Element>(
    sizes: &Sizes,
    x: &[T],
    y: &[T],
    w: &mut [T],
    store: Store<T>,
) {
    let (m, n, k) = of(sizes);
    let mut store = store;
    for (x, y) in x.chunks_exact(k * n).zip(y.chunks_exact(m * n)) {
        product(Layout::Nt, m, k, n, y, x, w, store, ());
        store = store.continued();
    }
}

/// Filters, places and channels.
fn of(sizes: &Sizes) -> (usize, usize, usize) {
    let places = sizes.height.places * sizes.width.places;
    (sizes.filters, places, sizes.channels)
}
