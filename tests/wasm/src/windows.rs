//! Convolutions and poolings against the plainest loops, on numbers whose sums are exact, as in `kernels`.

use std::vec;
use std::vec::Vec;

use typograd::kernel::convolution::{Axis, Sizes, forward, to_input, to_weights};
use typograd::kernel::pooling::{self, Windows};
use typograd::{Element, Rng};

use crate::kernels::{assert_equal, numbers, output, store, stored};

/// An axis that windows fit into, of sizes that follow from a number.
fn axis(turn: usize, window: usize, dilation: usize) -> Axis {
    let (stride, before) = (1 + turn % 3, (turn / 2 % 3).min(window / 2));
    let span = (window - 1) * dilation + 1;
    let len = span.max(1 + turn * 7 % 30);
    Axis {
        len,
        places: (len + 2 * before - span) / stride + 1,
        window,
        stride,
        dilation,
        before,
    }
}

/// The elements of an axis, of a window and of the places that meet.
fn meets(axis: &Axis) -> Vec<[usize; 3]> {
    let all = (0..axis.places).flat_map(|place| (0..axis.window).map(move |tap| (place, tap)));
    all.filter_map(|(place, tap)| {
        let at = (place * axis.stride + tap * axis.dilation).checked_sub(axis.before)?;
        (at < axis.len).then_some([at, tap, place])
    })
    .collect()
}

fn convolution_of<T: Element>(sizes: &Sizes, samples: usize, turn: usize) {
    let rng = &mut Rng::new(turn as u64);
    let (x_len, w_len, y_len) = sizes.lens();
    let (x, w) = (numbers::<T>(samples * x_len, rng), numbers::<T>(w_len, rng));
    let y = numbers::<T>(samples * y_len, rng);
    let (height, width) = (&sizes.height, &sizes.width);
    let (rows, columns) = (meets(height), meets(width));
    let mut sums = [vec![0.0; x.len()], vec![0.0; w_len], vec![0.0; y.len()]];
    for sample in 0..samples {
        for o in 0..sizes.groups * sizes.filters {
            for c in 0..sizes.channels {
                let channel = o / sizes.filters * sizes.channels + c;
                for [row, k, i] in &rows {
                    for [column, l, j] in &columns {
                        let at_x =
                            sample * x_len + (channel * height.len + row) * width.len + column;
                        let at_w =
                            ((o * sizes.channels + c) * height.window + k) * width.window + l;
                        let at_y = sample * y_len + (o * height.places + i) * width.places + j;
                        sums[0][at_x] += w[at_w].as_f64() * y[at_y].as_f64();
                        sums[1][at_w] += x[at_x].as_f64() * y[at_y].as_f64();
                        sums[2][at_y] += x[at_x].as_f64() * w[at_w].as_f64();
                    }
                }
            }
        }
    }
    let store = store::<T>(turn);
    for (operand, sums) in sums.iter().enumerate() {
        let mut out = output(sums.len(), store, rng);
        let old = out.to_vec();
        match operand {
            0 => to_input(sizes, &w, &y, &mut out, store),
            1 => to_weights(sizes, &x, &y, &mut out, store),
            _ => forward(sizes, &x, &w, &mut out, store),
        }
        let pairs = old.iter().zip(sums);
        assert_equal(&out, pairs.map(|(old, sum)| stored(store, *old, *sum)));
    }
}

fn convolutions_of<T: Element>() {
    for turn in 0..300 {
        let of = |channels, filters, window: usize| Sizes {
            groups: 1 + turn / 5 % 3,
            channels,
            filters,
            height: axis(turn, window, 1 + turn / 3 % 2),
            width: axis(turn + turn / 7, 1 + (window + turn) % 5, 1 + turn / 4 % 2),
        };
        let sizes = match turn % 4 {
            0 => of(1, 1, 1 + turn % 5),            // each channel for itself
            1 => of(1 + turn % 7, 1 + turn % 9, 1), // point-wise along the height
            2 => of(1 + turn % 3, 1 + turn % 40, 3),
            _ => of(1 + turn % 20, 1 + turn % 6, 1 + turn % 5),
        };
        convolution_of::<T>(&sizes, 1 + turn % 3, turn);
    }
}

/// Windows of as many elements as a power of two: means are then exact.
fn poolings_of<T: Element>() {
    for turn in 0..200 {
        let windows = Windows {
            channels: 1 + turn % 3,
            height: axis(turn, 1 << (turn % 3), 1),
            width: axis(turn + turn / 7, 1 << (turn / 3 % 3), 1),
        };
        let rng = &mut Rng::new(turn as u64);
        let (x_len, y_len) = windows.lens();
        let (x, delta) = (numbers::<T>(x_len, rng), numbers::<T>(y_len, rng));
        let (height, width) = (&windows.height, &windows.width);
        let size = (height.window * width.window) as f64;
        let mut first: Vec<Option<usize>> = vec![None; y_len];
        let (mut means, mut shared) = (vec![0.0; y_len], vec![0.0; x_len]);
        for channel in 0..windows.channels {
            for [row, _, i] in meets(height) {
                for [column, _, j] in meets(width) {
                    let from = (channel * height.len + row) * width.len + column;
                    let to = (channel * height.places + i) * width.places + j;
                    if first[to].is_none_or(|other| x[from] > x[other]) {
                        first[to] = Some(from);
                    }
                    means[to] += x[from].as_f64() / size;
                    shared[from] += delta[to].as_f64() / size;
                }
            }
        }
        let first: Vec<usize> = first.into_iter().map(|at| at.expect("a pixel")).collect();
        let mut back = vec![0.0; x_len];
        for (at, delta) in first.iter().zip(&*delta) {
            back[*at] += delta.as_f64();
        }
        let largest: Vec<f64> = first.iter().map(|at| x[*at].as_f64()).collect();
        let store = store::<T>(turn);
        let mut compare = |expected: &[f64], run: &dyn Fn(&mut [T])| {
            let mut out = output(expected.len(), store, rng);
            let old = out.to_vec();
            run(&mut out);
            let pairs = old.iter().zip(expected);
            assert_equal(&out, pairs.map(|(old, new)| stored(store, *old, *new)));
        };
        compare(&largest, &|y| pooling::largest(&windows, &x, y, store));
        compare(&back, &|dx| {
            pooling::largest_pulled_back(&windows, &x, &delta, dx, store);
        });
        compare(&means, &|y| pooling::mean(&windows, &x, y, store));
        compare(&shared, &|dx| {
            pooling::mean_pulled_back(&windows, &delta, dx, store);
        });
    }
}

pub(crate) fn convolutions() {
    convolutions_of::<f32>();
    convolutions_of::<f64>();
}

pub(crate) fn poolings() {
    poolings_of::<f32>();
    poolings_of::<f64>();
}
