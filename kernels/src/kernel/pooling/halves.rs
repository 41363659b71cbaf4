//! Windows of 2 × 2 side by side, the most common ones: rows are gone through in pairs, without a branch, so that the compiler
//! makes vectors of them.

use super::Windows;
use crate::Element;
use crate::kernel::{Store, vector};

/// Whether the windows are such.
pub(super) fn fits(windows: &Windows) -> bool {
    [windows.height, windows.width].iter().all(|axis| {
        axis.window == 2 && axis.stride == 2 && axis.before == 0 && axis.places == axis.len / 2
    })
}

/// The larger of two elements, the first of equal ones; NaN is larger than all.
#[inline(always)]
fn larger<T: Element>(a: T, b: T) -> T {
    if b > a || b.is_nan() { b } else { a }
}

/// Calls `each` with a row of outputs and the two rows of its windows: where it begins, and where they do.
#[inline(always)]
fn rows(windows: &Windows, mut each: impl FnMut(usize, usize)) {
    let (height, width) = (&windows.height, &windows.width);
    for channel in 0..windows.channels {
        for i in 0..height.places {
            each(
                (channel * height.places + i) * width.places,
                (channel * height.len + 2 * i) * width.len,
            );
        }
    }
}

pub(super) fn largest<T: Element>(windows: &Windows, x: &[T], y: &mut [T], store: Store<T>) {
    let (len, places) = (windows.width.len, windows.width.places);
    vector::vectorised::<T>(
        #[inline(always)]
        || {
            rows(
                windows,
                #[inline(always)]
                |out, first| {
                    let (above, below) = x[first..first + 2 * len].split_at(len);
                    let pairs = above
                        .as_chunks::<2>()
                        .0
                        .iter()
                        .zip(below.as_chunks::<2>().0);
                    for (y, (above, below)) in y[out..out + places].iter_mut().zip(pairs) {
                        let ([a, b], [c, d]) = (*above, *below);
                        store.put(y, larger(larger(a, b), larger(c, d)));
                    }
                },
            );
        },
    );
}

pub(super) fn largest_pulled_back<T: Element>(
    windows: &Windows,
    x: &[T],
    delta: &[T],
    dx: &mut [T],
    store: Store<T>,
) {
    let (height, width) = (&windows.height, &windows.width);
    let mut store = store;
    if width.len > 2 * width.places || height.len > 2 * height.places {
        // What no window covers.
        store.put_nothing(dx);
        store = store.continued();
    }
    vector::vectorised::<T>(
        #[inline(always)]
        || {
            if store.keep.is_zero() {
                pull_back(windows, x, delta, dx, |dx, value| *dx = store.scale * value);
            } else {
                pull_back(windows, x, delta, dx, |dx, value| {
                    *dx = store.keep * *dx + store.scale * value;
                });
            }
        },
    );
}

/// Puts each δ where the largest element is, and zeros beside it.
#[inline(always)]
fn pull_back<T: Element>(
    windows: &Windows,
    x: &[T],
    delta: &[T],
    dx: &mut [T],
    put: impl Fn(&mut T, T),
) {
    let (len, places) = (windows.width.len, windows.width.places);
    rows(
        windows,
        #[inline(always)]
        |out, first| {
            let (above, below) = x[first..first + 2 * len].split_at(len);
            let (d_above, d_below) = dx[first..first + 2 * len].split_at_mut(len);
            let delta = &delta[out..out + places];
            let above = &above.as_chunks::<2>().0[..places];
            let below = &below.as_chunks::<2>().0[..places];
            let d_above = &mut d_above.as_chunks_mut::<2>().0[..places];
            let d_below = &mut d_below.as_chunks_mut::<2>().0[..places];
            for j in 0..places {
                let [[a, b], [c, d]] = [above[j], below[j]];
                let (zero, delta) = (T::zero(), delta[j]);
                let larger = |x: T, best: T| x > best || x.is_nan();
                // The larger of each row, and of both.
                let (right, right_below) = (larger(b, a), larger(d, c));
                let top = if right { b } else { a };
                let bottom = if right_below { d } else { c };
                let is_below = larger(bottom, top);
                let (at_top, at_bottom) = if is_below {
                    (zero, delta)
                } else {
                    (delta, zero)
                };
                put(&mut d_above[j][0], if right { zero } else { at_top });
                put(&mut d_above[j][1], if right { at_top } else { zero });
                put(
                    &mut d_below[j][0],
                    if right_below { zero } else { at_bottom },
                );
                put(
                    &mut d_below[j][1],
                    if right_below { at_bottom } else { zero },
                );
            }
        },
    );
}
