//! Pooling: the largest or the mean element of each window, channel by channel.

mod halves;

use core::ops::Range;

use super::Store;
use super::convolution::Axis;
use crate::Element;

/// The sizes of a pooling of images. Windows are not dilated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// The number of channels.
    pub channels: usize,
    /// Along the height.
    pub height: Axis,
    /// Along the width.
    pub width: Axis,
}

/// The elements of the window at place `i` that are no padding.
#[inline]
fn inside(axis: &Axis, i: usize) -> Range<usize> {
    let start = i * axis.stride;
    let end = (start + axis.window).saturating_sub(axis.before);
    start.saturating_sub(axis.before)..end.min(axis.len)
}

impl Windows {
    /// The number of elements of an input, and of an output.
    pub const fn lens(&self) -> (usize, usize) {
        let (height, width) = (&self.height, &self.width);
        (
            self.channels * height.len * width.len,
            self.channels * height.places * width.places,
        )
    }

    /// Calls `each` for every output with its place, the place of the first element of its window, and how many rows and
    /// columns of the window are no padding.
    #[inline]
    fn each(&self, mut each: impl FnMut(usize, usize, (usize, usize))) {
        let (height, width) = (&self.height, &self.width);
        let mut out = 0;
        for channel in 0..self.channels {
            for i in 0..height.places {
                let rows = inside(height, i);
                let first = (channel * height.len + rows.start) * width.len;
                for j in 0..width.places {
                    let columns = inside(width, j);
                    each(out, first + columns.start, (rows.len(), columns.len()));
                    out += 1;
                }
            }
        }
    }

    /// The place of the largest element of a window, the first of equal ones; NaN is larger than all, as in PyTorch.
    #[inline]
    fn largest<T: Element>(&self, x: &[T], first: usize, (rows, columns): (usize, usize)) -> usize {
        let (mut best, mut at) = (x[first], first);
        for row in 0..rows {
            let start = first + row * self.width.len;
            for (column, x) in x[start..start + columns].iter().enumerate() {
                if *x > best || x.is_nan() {
                    (best, at) = (*x, start + column);
                }
            }
        }
        at
    }
}

/// y ← keep · y + scale · the largest element of each window of x. Padding is smaller than all.
///
/// # Panics
///
/// If a slice's length is not that of the sizes.
pub fn largest<T: Element>(windows: &Windows, x: &[T], y: &mut [T], store: Store<T>) {
    assert!((x.len(), y.len()) == windows.lens());
    if halves::fits(windows) {
        return halves::largest(windows, x, y, store);
    }
    windows.each(|out, first, window| {
        store.put(&mut y[out], x[windows.largest(x, first, window)]);
    });
}

/// dx ← keep · dx + scale · the derivative of [`largest`]: each δ goes to the element that was the largest.
///
/// # Panics
///
/// As there.
pub fn largest_pulled_back<T: Element>(
    windows: &Windows,
    x: &[T],
    delta: &[T],
    dx: &mut [T],
    store: Store<T>,
) {
    assert!((x.len(), delta.len()) == windows.lens() && dx.len() == x.len());
    if halves::fits(windows) {
        return halves::largest_pulled_back(windows, x, delta, dx, store);
    }
    store.put_nothing(dx);
    windows.each(|out, first, window| {
        dx[windows.largest(x, first, window)] += store.scale * delta[out];
    });
}

/// ty ← keep · ty + scale · the derivative of [`largest`] at x in the direction tx.
///
/// # Panics
///
/// As there.
pub fn largest_pushed_forward<T: Element>(
    windows: &Windows,
    x: &[T],
    tx: &[T],
    ty: &mut [T],
    store: Store<T>,
) {
    assert!((x.len(), ty.len()) == windows.lens() && tx.len() == x.len());
    windows.each(|out, first, window| {
        store.put(&mut ty[out], tx[windows.largest(x, first, window)]);
    });
}

/// y ← keep · y + scale · the mean of each window of x, padding being zeros.
///
/// # Panics
///
/// As [`largest`].
pub fn mean<T: Element>(windows: &Windows, x: &[T], y: &mut [T], store: Store<T>) {
    assert!((x.len(), y.len()) == windows.lens());
    let share = T::from_f64(1.0 / (windows.height.window * windows.width.window) as f64);
    windows.each(|out, first, (rows, columns)| {
        let mut sum = T::zero();
        for row in 0..rows {
            let start = first + row * windows.width.len;
            sum += x[start..start + columns].iter().copied().sum();
        }
        store.put(&mut y[out], sum * share);
    });
}

/// dx ← keep · dx + scale · the transpose of [`mean`], applied to δ.
///
/// # Panics
///
/// As there.
pub fn mean_pulled_back<T: Element>(windows: &Windows, delta: &[T], dx: &mut [T], store: Store<T>) {
    assert!((dx.len(), delta.len()) == windows.lens());
    let share = T::from_f64(1.0 / (windows.height.window * windows.width.window) as f64);
    store.put_nothing(dx);
    windows.each(|out, first, (rows, columns)| {
        let share = store.scale * share * delta[out];
        for row in 0..rows {
            let start = first + row * windows.width.len;
            for x in &mut dx[start..start + columns] {
                *x += share;
            }
        }
    });
}
