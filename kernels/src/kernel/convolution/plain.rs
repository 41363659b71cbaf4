//! Convolutions of all sizes, row by row: what the other forms are checked against, and what windows too large for them
//! are left to.

use super::Sizes;
use crate::Element;
use crate::kernel::Store;

/// A row of products: `count` elements of y from `y` on meet those of x from `x` on, `step` apart, at the weight `w`.
struct Row {
    x: usize,
    step: usize,
    w: usize,
    y: usize,
    count: usize,
}

/// Every row of products of a convolution.
fn rows(sizes: &Sizes, mut each: impl FnMut(Row)) {
    let Sizes {
        groups,
        channels,
        filters,
        height,
        width,
    } = *sizes;
    for filter in 0..groups * filters {
        for channel in 0..channels {
            let plane = (filter / filters * channels + channel) * height.len;
            for k in 0..height.window {
                for l in 0..width.window {
                    let columns = width.range(l);
                    if columns.is_empty() {
                        continue;
                    }
                    for i in height.range(k) {
                        each(Row {
                            x: (plane + height.at(i, k)) * width.len + width.at(columns.start, l),
                            step: width.stride,
                            w: ((filter * channels + channel) * height.window + k) * width.window
                                + l,
                            y: (filter * height.places + i) * width.places + columns.start,
                            count: columns.len(),
                        });
                    }
                }
            }
        }
    }
}

/// y ← the convolution of x with w.
pub(super) fn forward<T: Element>(sizes: &Sizes, x: &[T], w: &[T], y: &mut [T], store: Store<T>) {
    store.put_nothing(y);
    rows(sizes, |row| {
        let w = store.scale * w[row.w];
        let x = x[row.x..].iter().step_by(row.step);
        for (y, x) in y[row.y..row.y + row.count].iter_mut().zip(x) {
            *y += w * *x;
        }
    });
}

/// x ← the transpose of that, applied to y.
pub(super) fn to_input<T: Element>(sizes: &Sizes, w: &[T], y: &[T], x: &mut [T], store: Store<T>) {
    store.put_nothing(x);
    rows(sizes, |row| {
        let w = store.scale * w[row.w];
        let x = x[row.x..].iter_mut().step_by(row.step);
        for (x, y) in x.zip(&y[row.y..row.y + row.count]) {
            *x += w * *y;
        }
    });
}

/// w ← the sums of the products of x and y that a weight takes part in.
pub(super) fn to_weights<T: Element>(
    sizes: &Sizes,
    x: &[T],
    y: &[T],
    w: &mut [T],
    store: Store<T>,
) {
    store.put_nothing(w);
    rows(sizes, |row| {
        let x = x[row.x..].iter().step_by(row.step);
        let pairs = x.zip(&y[row.y..row.y + row.count]);
        w[row.w] += store.scale * pairs.map(|(x, y)| *x * *y).sum::<T>();
    });
}
