//! Images with another margin, and magnified.

use super::{Store, vector};
use crate::Element;

/// The height and width of images.
pub type Area = (usize, usize);

/// y ← keep · y + scale · x, with each channel of x in the middle of one of y: what is too much is cut off, and what is
/// missing is zero. It is its own transpose, with the areas exchanged.
///
/// ```
/// use typograd::kernel::{Store, image};
///
/// let mut y = [0.0; 4];
/// image::centre(&[1.0, 2.0], (1, 2), &mut y, (1, 4), Store::set());
/// assert_eq!(y, [0.0, 1.0, 2.0, 0.0]);
/// let mut x = [0.0; 2];
/// image::centre(&[1.0, 2.0, 3.0, 4.0], (1, 4), &mut x, (1, 2), Store::set());
/// assert_eq!(x, [2.0, 3.0]);
/// ```
///
/// # Panics
///
/// If the slices are no whole channels of these areas, or differ in their number.
pub fn centre<T: Element>(x: &[T], from: Area, y: &mut [T], to: Area, store: Store<T>) {
    let (x_len, y_len) = (from.0 * from.1, to.0 * to.1);
    assert!(x.len().is_multiple_of(x_len) && x.len() / x_len * y_len == y.len());
    // Where the common part begins in each, and how long it is.
    let common = |x: usize, y: usize| {
        let less = x.min(y);
        ((x - less) / 2, (y - less) / 2, less)
    };
    let (x_top, y_top, height) = common(from.0, to.0);
    let (x_left, y_left, width) = common(from.1, to.1);
    if (height, width) != to {
        store.put_nothing(y);
    }
    let store = if (height, width) == to {
        store
    } else {
        store.continued()
    };
    for (x, y) in x.chunks_exact(x_len).zip(y.chunks_exact_mut(y_len)) {
        for row in 0..height {
            let (at, to) = (
                (x_top + row) * from.1 + x_left,
                (y_top + row) * to.1 + y_left,
            );
            vector::copy(&x[at..at + width], &mut y[to..to + width], store);
        }
    }
}

/// y ← keep · y + scale · x magnified: each element of x is a block of equal ones in y.
///
/// ```
/// use typograd::kernel::{Store, image};
///
/// let mut y = [0.0; 4];
/// image::magnify(&[1.0, 2.0], (1, 2), &mut y, (1, 4), Store::set());
/// assert_eq!(y, [1.0, 1.0, 2.0, 2.0]);
/// ```
///
/// # Panics
///
/// If the slices are no whole channels of these areas, or differ in their number.
pub fn magnify<T: Element>(x: &[T], from: Area, y: &mut [T], to: Area, store: Store<T>) {
    blocks(x.len(), from, y.len(), to, |at, out| {
        store.put(&mut y[out], x[at]);
    });
}

/// x ← keep · x + scale · the transpose of [`magnify`], applied to y: the sum of each block.
///
/// ```
/// use typograd::kernel::{Store, image};
///
/// let mut x = [0.0; 2];
/// image::magnify_back(&[1.0, 2.0, 3.0, 4.0], (1, 4), &mut x, (1, 2), Store::set());
/// assert_eq!(x, [3.0, 7.0]);
/// ```
///
/// # Panics
///
/// As there.
pub fn magnify_back<T: Element>(y: &[T], from: Area, x: &mut [T], to: Area, store: Store<T>) {
    store.put_nothing(x);
    blocks(x.len(), to, y.len(), from, |at, out| {
        x[at] += store.scale * y[out];
    });
}

/// Calls `each` with every place of the larger images, and with that in the smaller ones it comes from.
fn blocks(
    small_len: usize,
    small: Area,
    large_len: usize,
    large: Area,
    mut each: impl FnMut(usize, usize),
) {
    let (small_area, large_area) = (small.0 * small.1, large.0 * large.1);
    assert!(
        small_len.is_multiple_of(small_area) && small_len / small_area * large_area == large_len
    );
    let (down, across) = (large.0 / small.0, large.1 / small.1);
    for channel in 0..small_len / small_area {
        for row in 0..small.0 * down {
            for column in 0..small.1 * across {
                let at = (channel * small.0 + row / down) * small.1 + column / across;
                each(at, (channel * large.0 + row) * large.1 + column);
            }
        }
    }
}
