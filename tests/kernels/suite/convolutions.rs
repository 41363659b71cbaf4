//! Convolutions and poolings of all sizes against their definitions, number by number.

use proptest::prelude::*;
use typograd::kernel::convolution::{Axis, Sizes, forward, to_input, to_weights};
use typograd::kernel::pooling::{self, Windows};
use typograd::{Element, Rng};

use super::buffer::{Buffer, Place};
use super::{assert_close, cases, output, place, store, store_of, stored};

/// An axis of a window that fits: sizes as in networks, and now and then some that are long.
fn axis(longest: usize) -> impl Strategy<Value = Axis> {
    let window = prop_oneof![9 => 1..=5_usize, 1 => 6..=12_usize];
    let len = prop_oneof![4 => 1..=20_usize, 1 => 1..=longest];
    (len, window, 1..=3_usize, 1..=2_usize, 0..=2_usize).prop_map(
        |(len, window, stride, dilation, before)| {
            let span = (window - 1) * dilation + 1;
            let len = len.max(span.saturating_sub(2 * before)).max(1);
            Axis {
                len,
                places: (len + 2 * before - span) / stride + 1,
                window,
                stride,
                dilation,
                before,
            }
        },
    )
}

fn sizes() -> impl Strategy<Value = Sizes> {
    let channels = prop_oneof![3 => 1..=6_usize, 1 => 7..=40_usize];
    let filters = prop_oneof![3 => 1..=9_usize, 1 => 10..=70_usize];
    (1..=3_usize, channels, filters, axis(40), axis(100)).prop_map(
        |(groups, channels, filters, height, width)| Sizes {
            groups,
            channels,
            filters,
            height,
            width,
        },
    )
}

/// An axis without dilation, with as many elements as a window needs at least.
fn fitting(len: usize, window: usize, stride: usize, before: usize) -> Axis {
    let len = len.max(window.saturating_sub(2 * before)).max(1);
    Axis {
        len,
        places: (len + 2 * before - window) / stride + 1,
        window,
        stride,
        dilation: 1,
        before,
    }
}

/// Sizes of depth-wise convolutions, square windows mostly.
fn depth_wise() -> impl Strategy<Value = Sizes> {
    let window = prop_oneof![3 => Just(3), 3 => Just(5), 1 => 1..=7_usize];
    let lens = (
        1..=40_usize,
        prop_oneof![3 => 1..=40_usize, 1 => 1..=300_usize],
    );
    (
        1..=5_usize,
        window,
        1..=2_usize,
        lens,
        (0..=4_usize, 0..=4_usize),
    )
        .prop_map(|(groups, window, stride, lens, before)| {
            let axis = |len, before| fitting(len, window, stride, before);
            Sizes {
                groups,
                channels: 1,
                filters: 1,
                height: axis(lens.0, before.0),
                width: axis(lens.1, before.1),
            }
        })
}

/// Calls `each` with the places of x, w and y that meet in a product.
fn meet(sizes: &Sizes, mut each: impl FnMut(usize, usize, usize)) {
    let Sizes {
        groups,
        channels,
        filters,
        height,
        width,
    } = *sizes;
    let at = |axis: &Axis, i: usize, k: usize| {
        let at = (i * axis.stride + k * axis.dilation).checked_sub(axis.before)?;
        (at < axis.len).then_some(at)
    };
    for o in 0..groups * filters {
        for c in 0..channels {
            for (k, l) in pairs(height.window, width.window) {
                for (i, j) in pairs(height.places, width.places) {
                    if let (Some(row), Some(column)) = (at(&height, i, k), at(&width, j, l)) {
                        each(
                            ((o / filters * channels + c) * height.len + row) * width.len + column,
                            ((o * channels + c) * height.window + k) * width.window + l,
                            (o * height.places + i) * width.places + j,
                        );
                    }
                }
            }
        }
    }
}

fn pairs(rows: usize, columns: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
}

/// The three kernels on the same operands, each in the place of the one it writes.
fn check<T: Element>(
    sizes: &Sizes,
    samples: usize,
    factors: (f64, f64),
    places: [Place; 3],
    seed: u64,
) {
    let mut rng = Rng::new(seed);
    let (x_len, w_len, y_len) = sizes.lens();
    let x = Buffer::<T>::random(places[0], samples * x_len, &mut rng);
    let w = Buffer::<T>::random(places[1], w_len, &mut rng);
    let y = Buffer::<T>::random(places[2], samples * y_len, &mut rng);
    let store = store_of::<T>(factors);
    let mut sums = [
        vec![0.0; samples * x_len],
        vec![0.0; w_len],
        vec![0.0; samples * y_len],
    ];
    for sample in 0..samples {
        meet(sizes, |i, j, k| {
            let (i, k) = (sample * x_len + i, sample * y_len + k);
            sums[0][i] += w[j].as_f64() * y[k].as_f64();
            sums[1][j] += x[i].as_f64() * y[k].as_f64();
            sums[2][k] += x[i].as_f64() * w[j].as_f64();
        });
    }
    let (height, width) = (&sizes.height, &sizes.width);
    let taps = height.window * width.window;
    let area = height.places * width.places;
    let terms = [sizes.filters * taps, samples * area, sizes.channels * taps];
    let names = ["x", "w", "y"];
    for operand in 0..3 {
        let mut out = output(places[operand], sums[operand].len(), store, &mut rng);
        let old = out.to_vec();
        match operand {
            0 => to_input(sizes, &w, &y, &mut out, store),
            1 => to_weights(sizes, &x, &y, &mut out, store),
            _ => forward(sizes, &x, &w, &mut out, store),
        }
        for buffer in [&x, &w, &y, &out] {
            buffer.assert_intact();
        }
        let pairs = old.iter().zip(&sums[operand]);
        let expected: Vec<f64> = pairs.map(|(old, sum)| stored(store, *old, *sum)).collect();
        let what = format!("{} of {sizes:?}", names[operand]);
        assert_close(&out, &expected, 8 * (terms[operand] + 4), &what);
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn convolutions(
        sizes in prop_oneof![sizes(), depth_wise()],
        samples in 0..=3_usize,
        factors in store(),
        places in [place(), place(), place()],
        seed: u64,
    ) {
        check::<f32>(&sizes, samples, factors, places, seed);
        check::<f64>(&sizes, samples, factors, places, seed);
    }
}

const ANYWHERE: [Place; 3] = [Place::Amid(1), Place::Amid(2), Place::Alone];

/// A window of `window` over `len` elements.
fn valid(len: usize, window: usize) -> Axis {
    Axis {
        len,
        places: len - window + 1,
        window,
        ..Axis::ONE
    }
}

/// Images that are taken in parts: by rows, by columns, by channels; and windows that are larger than a part.
#[test]
fn images_larger_than_the_buffer() {
    let of = |channels, filters, height, width| Sizes {
        groups: 1,
        channels,
        filters,
        height,
        width,
    };
    for sizes in [
        of(1, 2, valid(200, 3), valid(150, 3)),
        of(1, 17, valid(5, 5), valid(3000, 5)),
        of(40, 2, valid(24, 3), valid(24, 3)),
        of(40, 20, valid(24, 3), valid(24, 3)),
        of(1, 1, valid(100, 95), valid(100, 95)),
        of(2, 16, valid(14, 12), valid(14, 12)),
        of(1, 20, valid(1, 1), valid(9000, 2)),
    ] {
        check::<f32>(&sizes, 1, (0.5, -1.0), ANYWHERE, 1);
        check::<f64>(&sizes, 1, (1.0, 0.0), ANYWHERE, 2);
    }
}

#[test]
#[should_panic(expected = "was given 3, 2 and 3")]
fn slices_of_other_lengths_are_refused() {
    let sizes = Sizes {
        groups: 1,
        channels: 1,
        filters: 1,
        height: Axis::ONE,
        width: valid(3, 2),
    };
    forward(
        &sizes,
        &[0.0; 3],
        &[0.0; 2],
        &mut [0.0; 3],
        store_of((1.0, 0.0)),
    );
}

/// Windows without dilation whose padding is at most half of them.
fn windows() -> impl Strategy<Value = Windows> {
    let any = || {
        (1..=20_usize, 1..=4_usize, 1..=3_usize, 0..=2_usize).prop_map(
            |(len, window, stride, before)| fitting(len, window, stride, before.min(window / 2)),
        )
    };
    (1..=3_usize, any(), any()).prop_map(|(channels, height, width)| Windows {
        channels,
        height,
        width,
    })
}

/// For every output, the places of its window that are no padding, row by row.
fn members(windows: &Windows) -> Vec<Vec<usize>> {
    let (height, width) = (&windows.height, &windows.width);
    let inside = |axis: &Axis, i: usize| -> Vec<usize> {
        let all = i * axis.stride..i * axis.stride + axis.window;
        all.filter_map(|at| at.checked_sub(axis.before))
            .filter(|at| *at < axis.len)
            .collect()
    };
    let outputs = (0..windows.channels)
        .flat_map(|channel| pairs(height.places, width.places).map(move |(i, j)| (channel, i, j)));
    outputs
        .map(|(channel, i, j)| {
            let rows = inside(height, i);
            let columns = inside(width, j);
            let at = |row: usize, column: usize| (channel * height.len + row) * width.len + column;
            rows.iter()
                .flat_map(|row| columns.iter().map(move |column| at(*row, *column)))
                .collect()
        })
        .collect()
}

fn check_pooling<T: Element>(
    windows: &Windows,
    factors: (f64, f64),
    places: [Place; 3],
    seed: u64,
) {
    let mut rng = Rng::new(seed);
    let (x_len, y_len) = windows.lens();
    let mut x = Buffer::<T>::random(places[0], x_len, &mut rng);
    // Ties are common: few values.
    for x in x.iter_mut() {
        *x = (*x * T::from_f64(3.0)).round();
    }
    let tx = Buffer::<T>::random(places[1], x_len, &mut rng);
    let delta = Buffer::<T>::random(places[2], y_len, &mut rng);
    let store = store_of::<T>(factors);
    let members = members(windows);
    let size = (windows.height.window * windows.width.window) as f64;
    // By its definition, the first of the largest.
    let first: Vec<usize> = members
        .iter()
        .map(|all| {
            let largest = all
                .iter()
                .map(|at| x[*at].as_f64())
                .fold(f64::MIN, f64::max);
            *all.iter().find(|at| x[**at].as_f64() == largest).unwrap()
        })
        .collect();
    let (mut dx, mut mean_dx) = (vec![0.0; x_len], vec![0.0; x_len]);
    for (out, all) in members.iter().enumerate() {
        dx[first[out]] += delta[out].as_f64();
        for at in all {
            mean_dx[*at] += delta[out].as_f64() / size;
        }
    }
    let at_first = |of: &[T]| first.iter().map(|at| of[*at].as_f64()).collect::<Vec<_>>();
    let sums = members
        .iter()
        .map(|all| all.iter().map(|at| x[*at].as_f64()).sum::<f64>());
    let means: Vec<f64> = sums.map(|sum| sum / size).collect();
    let mut compare = |what: &str, expected: Vec<f64>, run: &dyn Fn(&mut [T])| {
        let mut out = output(places[0], expected.len(), store, &mut rng);
        let pairs = out.iter().zip(expected);
        let expected: Vec<f64> = pairs.map(|(old, new)| stored(store, *old, new)).collect();
        run(&mut out);
        out.assert_intact();
        assert_close(&out, &expected, 200, &format!("{what} of {windows:?}"));
    };
    compare("largest", at_first(&x), &|y| {
        pooling::largest(windows, &x, y, store);
    });
    compare("largest pushed forward", at_first(&tx), &|ty| {
        pooling::largest_pushed_forward(windows, &x, &tx, ty, store);
    });
    compare("largest pulled back", dx, &|dx| {
        pooling::largest_pulled_back(windows, &x, &delta, dx, store);
    });
    compare("mean", means, &|y| pooling::mean(windows, &x, y, store));
    compare("mean pulled back", mean_dx, &|dx| {
        pooling::mean_pulled_back(windows, &delta, dx, store);
    });
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn poolings(
        windows in windows(),
        factors in store(),
        places in [place(), place(), place()],
        seed: u64,
    ) {
        check_pooling::<f32>(&windows, factors, places, seed);
        check_pooling::<f64>(&windows, factors, places, seed);
    }
}
