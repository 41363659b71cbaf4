//! Convolutions for a processor with few registers and little memory, but with a loop for four dot products ([`Simd::four_dots`]):
//! the windows of four places are copied, a part of their elements at a time, so that padding, strides and dilation are
//! dealt with once for all filters. What is left are three short loops along these copies and the weights.

use core::mem::MaybeUninit;
use core::ops::Range;
use core::{array, slice};

use super::{Axis, Sizes};
use crate::Element;
use crate::kernel::{Portable, Simd, Store};

/// How many windows are copied: a weight is read once for all of them, and their sums stay in registers.
const PLACES: usize = 4;

/// How many elements of a window are copied at a time: 1 KiB in all, in `f32`.
const ROOM: usize = 64;

/// Whether the processor is one of those: without floating point of its own, products with padding cost more than the rest.
pub(super) const fn pays<T: Element>() -> bool {
    <Portable as Simd<T>>::ADDS_MULTIPLES
}

/// Room for some elements, which nothing is written to before they are: to clear it would take thousands of
/// instructions each time.
struct Room<T>([MaybeUninit<T>; ROOM]);

impl<T: Copy> Room<T> {
    const EMPTY: Self = Self([const { MaybeUninit::uninit() }; ROOM]);

    /// Writes elements, as many as there are or there is room for, and returns them.
    fn fill(&mut self, elements: impl Iterator<Item = T>) -> &mut [T] {
        let mut count = 0;
        for (to, element) in self.0.iter_mut().zip(elements) {
            to.write(element);
            count += 1;
        }
        // SAFETY: the first `count` have just been written.
        unsafe { slice::from_raw_parts_mut(self.0.as_mut_ptr().cast(), count) }
    }
}

/// The copies, one for each place.
type Patches<'a, T> = [&'a mut [T]; PLACES];

/// An element of a window: how far below, right of and beyond the first one of the group it lies, if that is no padding.
#[derive(Clone, Copy)]
struct Tap {
    row: usize,
    column: usize,
    at: usize,
}

impl Tap {
    /// Element `number` of a window, counted through all channels of a group.
    fn new(sizes: &Sizes, number: usize) -> Self {
        let (height, width) = (&sizes.height, &sizes.width);
        let line = number / width.window;
        let row = line % height.window * height.dilation;
        let column = number % width.window * width.dilation;
        Self {
            row,
            column,
            at: (line / height.window * height.len + row) * width.len + column,
        }
    }
}

/// A part of the elements of a group's windows, at up to [`PLACES`] places of the output.
struct Part<'a> {
    sizes: &'a Sizes,
    group: usize,
    taps: &'a [Tap],
    /// Which elements these are: of all channels of the group, one after the other.
    numbers: Range<usize>,
    /// Which places: of all rows, one after the other.
    places: Range<usize>,
    /// In how many rows and columns of x windows begin that hold no padding.
    whole: (usize, usize),
}

/// Every part of a convolution; those with the first elements come first.
fn parts(sizes: &Sizes, mut each: impl FnMut(&Part<'_>)) {
    let count = sizes.channels * sizes.height.window * sizes.width.window;
    let area = sizes.height.places * sizes.width.places;
    let whole = |axis: &Axis| {
        let span = (axis.window - 1).saturating_mul(axis.dilation);
        axis.len.saturating_sub(span)
    };
    let whole = (whole(&sizes.height), whole(&sizes.width));
    let mut taps = Room::EMPTY;
    for start in (0..count).step_by(ROOM) {
        let numbers = start..count.min(start + ROOM);
        let taps = taps.fill(numbers.clone().map(|number| Tap::new(sizes, number)));
        for group in 0..sizes.groups {
            for place in (0..area).step_by(PLACES) {
                each(&Part {
                    sizes,
                    group,
                    taps,
                    numbers: numbers.clone(),
                    places: place..area.min(place + PLACES),
                    whole,
                });
            }
        }
    }
}

/// Where a window lies: the row, the column and the place in x of its first element. In padding before x these are below zero,
/// and wrap.
struct Window<'a> {
    sizes: &'a Sizes,
    row: usize,
    column: usize,
    at: usize,
}

impl Window<'_> {
    /// Whether an element is no padding.
    fn holds(&self, row: usize, column: usize) -> bool {
        self.row.wrapping_add(row) < self.sizes.height.len
            && self.column.wrapping_add(column) < self.sizes.width.len
    }

    /// The place in x of an element.
    fn at(&self, tap: Tap) -> Option<usize> {
        self.holds(tap.row, tap.column)
            .then(|| self.at.wrapping_add(tap.at))
    }
}

impl Part<'_> {
    /// The filters of the group.
    fn filters(&self) -> Range<usize> {
        self.group * self.sizes.filters..(self.group + 1) * self.sizes.filters
    }

    /// Where the weights of a filter lie.
    fn weights(&self, filter: usize) -> Range<usize> {
        let (height, width) = (&self.sizes.height, &self.sizes.width);
        let start = filter * self.sizes.channels * height.window * width.window;
        start + self.numbers.start..start + self.numbers.end
    }

    /// Where the outputs of a filter lie.
    fn outputs(&self, filter: usize) -> Range<usize> {
        let start = filter * self.sizes.height.places * self.sizes.width.places;
        start + self.places.start..start + self.places.end
    }

    /// The outputs of a filter; zero at places that there are not.
    fn load<T: Element>(&self, y: &[T], filter: usize) -> [T; PLACES] {
        let y = &y[self.outputs(filter)];
        array::from_fn(|place| y.get(place).copied().unwrap_or_else(T::zero))
    }

    /// The windows.
    fn windows(&self) -> impl Iterator<Item = Window<'_>> {
        let Sizes {
            channels,
            height,
            width,
            ..
        } = self.sizes;
        let plane = self.group * channels * height.len;
        self.places.clone().map(move |place| {
            let (i, j) = (place / width.places, place % width.places);
            let row = (i * height.stride).wrapping_sub(height.before);
            let column = (j * width.stride).wrapping_sub(width.before);
            let line = plane.wrapping_add(row);
            Window {
                sizes: self.sizes,
                row,
                column,
                at: line.wrapping_mul(width.len).wrapping_add(column),
            }
        })
    }

    /// Copies the windows; padding is zero, as are places that there are not.
    fn gather<'r, T: Element>(&self, x: &[T], room: &'r mut [Room<T>; PLACES]) -> Patches<'r, T> {
        let (height, width) = (&self.sizes.height, &self.sizes.width);
        let planes = self.sizes.groups * self.sizes.channels;
        assert_eq!(x.len(), planes * height.len * width.len);
        // SAFETY: asked only for elements that are no padding: of a group, a channel, a row and a column that x has.
        let element = |at: usize| unsafe { *x.get_unchecked(at) };
        let mut windows = self.windows();
        let taps = self.taps.iter();
        room.each_mut().map(|room| match windows.next() {
            Some(window) if window.row < self.whole.0 && window.column < self.whole.1 => {
                room.fill(taps.clone().map(|tap| element(window.at + tap.at)))
            }
            Some(window) => {
                let elements = taps.clone().map(|tap| window.at(*tap).map(element));
                room.fill(elements.map(|element| element.unwrap_or_else(T::zero)))
            }
            None => room.fill(taps.clone().map(|_| T::zero())),
        })
    }

    /// Adds the copies to where the windows lie.
    fn scatter<T: Element>(&self, patches: &Patches<'_, T>, x: &mut [T]) {
        for (window, patch) in self.windows().zip(patches) {
            for (from, tap) in patch.iter().zip(self.taps) {
                if let Some(at) = window.at(*tap) {
                    x[at] += *from;
                }
            }
        }
    }
}

/// The dot products of w with the patches.
fn dots<T: Element>(w: &[T], patches: &Patches<'_, T>) -> [T; PLACES] {
    let lines = array::from_fn(|place| patches[place][..w.len()].as_ptr());
    // SAFETY: w and each patch have so many elements.
    let sums = unsafe { Portable.four_dots(w.as_ptr(), &lines, w.len()) };
    sums.unwrap_or_else(|| {
        let products = |patch: &[T]| w.iter().zip(patch).map(|(w, x)| *w * *x).sum();
        array::from_fn(|place| products(patches[place]))
    })
}

/// y ← the convolution of x with w.
pub(super) fn forward<T: Element>(sizes: &Sizes, x: &[T], w: &[T], y: &mut [T], store: Store<T>) {
    let mut room = [const { Room::EMPTY }; PLACES];
    parts(sizes, |part| {
        let patches = part.gather(x, &mut room);
        let is_first = part.numbers.start == 0;
        let store = if is_first { store } else { store.continued() };
        for filter in part.filters() {
            let sums = dots(&w[part.weights(filter)], &patches);
            let y = &mut y[part.outputs(filter)];
            for (place, sum) in sums.into_iter().enumerate() {
                if let Some(y) = y.get_mut(place) {
                    store.put(y, sum);
                }
            }
        }
    });
}

/// x ← the transpose of that, applied to y.
pub(super) fn to_input<T: Element>(sizes: &Sizes, w: &[T], y: &[T], x: &mut [T], store: Store<T>) {
    store.put_nothing(x);
    let mut room = [const { Room::EMPTY }; PLACES];
    parts(sizes, |part| {
        let zeros = part.taps.iter().map(|_| T::zero());
        let mut patches = room.each_mut().map(|room| room.fill(zeros.clone()));
        for filter in part.filters() {
            let y = part.load(y, filter).map(|y| store.scale * y);
            let [a, b, c, d] = &mut patches;
            let patches = a.iter_mut().zip(&mut **b).zip(c.iter_mut().zip(&mut **d));
            for (w, ((a, b), (c, d))) in w[part.weights(filter)].iter().zip(patches) {
                *a += *w * y[0];
                *b += *w * y[1];
                *c += *w * y[2];
                *d += *w * y[3];
            }
        }
        part.scatter(&patches, x);
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
    let mut room = [const { Room::EMPTY }; PLACES];
    parts(sizes, |part| {
        let [a, b, c, d] = part.gather(x, &mut room);
        for filter in part.filters() {
            let y = part.load(y, filter).map(|y| store.scale * y);
            let patches = a.iter().zip(&*b).zip(c.iter().zip(&*d));
            for (w, ((a, b), (c, d))) in w[part.weights(filter)].iter_mut().zip(patches) {
                *w += (*a * y[0] + *b * y[1]) + (*c * y[2] + *d * y[3]);
            }
        }
    });
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use std::vec;
    use std::vec::Vec;

    use super::super::plain;
    use super::*;
    use typograd::Rng;

    fn axis(len: usize, window: usize, (stride, dilation, before): (usize, usize, usize)) -> Axis {
        let span = (window - 1) * dilation + 1;
        Axis {
            len,
            places: (len + 2 * before - span) / stride + 1,
            window,
            stride,
            dilation,
            before,
        }
    }

    fn random(count: usize, rng: &mut Rng) -> Vec<f64> {
        (0..count).map(|_| rng.uniform(-0.5, 0.5)).collect()
    }

    fn assert_close(found: &[f64], expected: &[f64], sizes: &Sizes) {
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{sizes:?}");
        }
    }

    /// The loops as they are on paper say the same: windows of one part and of several, with and without padding, strides,
    /// dilation and groups, and places that are no multiple of four.
    #[test]
    fn agrees_with_the_plain_loops() {
        let rows = [
            axis(4, 3, (1, 1, 1)),
            axis(7, 3, (2, 2, 2)),
            axis(1, 1, (1, 1, 0)),
            axis(2, 5, (3, 1, 4)),
        ];
        let columns = [
            axis(8, 3, (1, 1, 1)),
            axis(9, 2, (3, 2, 0)),
            axis(3, 4, (1, 3, 5)),
            axis(90, 70, (2, 1, 3)),
        ];
        let mut rng = Rng::new(7);
        for (height, width) in rows
            .iter()
            .flat_map(|row| columns.map(|column| (*row, column)))
        {
            for (groups, channels, filters) in [(1, 1, 1), (1, 9, 5), (3, 2, 4)] {
                let sizes = &Sizes {
                    groups,
                    channels,
                    filters,
                    height,
                    width,
                };
                let (x, w, y) = sizes.lens();
                let [x, w, y] = [x, w, y].map(|count| random(count, &mut rng));
                let store = Store {
                    scale: -0.5,
                    keep: 0.25,
                };
                let (mut found, mut expected) = (y.clone(), y.clone());
                forward(sizes, &x, &w, &mut found, store);
                plain::forward(sizes, &x, &w, &mut expected, store);
                assert_close(&found, &expected, sizes);
                let (mut found, mut expected) = (x.clone(), x.clone());
                to_input(sizes, &w, &y, &mut found, store);
                plain::to_input(sizes, &w, &y, &mut expected, store);
                assert_close(&found, &expected, sizes);
                let (mut found, mut expected) = (w.clone(), w.clone());
                to_weights(sizes, &x, &y, &mut found, store);
                plain::to_weights(sizes, &x, &y, &mut expected, store);
                assert_close(&found, &expected, sizes);
                let (mut found, mut expected) = (vec![f64::NAN; y.len()], vec![0.0; y.len()]);
                forward(sizes, &x, &w, &mut found, Store::set());
                plain::forward(sizes, &x, &w, &mut expected, Store::set());
                assert_close(&found, &expected, sizes);
            }
        }
    }
}
