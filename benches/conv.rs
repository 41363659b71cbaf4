//! Convolutions and poolings on one core.
//!
//! `cargo bench --bench conv` prints a line a convolution, `conv 6x5x14x14 16x5x5 B1 forward 3.1 us 150 GF/s (57% of peak)`: x as
//! channels × height × width, the filters, the samples, and which of the three passes; medians over rounds, on fixed data.
//! Words after `--` pick the lines that hold them all.

mod shared;

use std::hint::black_box;

use shared::{begin, is_selected, medians};
use typograd::kernel::Store;
use typograd::kernel::convolution::{Axis, Sizes, forward, to_input, to_weights};
use typograd::kernel::pooling::{Windows, largest, largest_pulled_back};
use typograd::{Element, Rng};

fn random<T: Element>(count: usize, rng: &mut Rng) -> Vec<T> {
    (0..count)
        .map(|_| rng.uniform(T::from_f64(-1.0), T::from_f64(1.0)))
        .collect()
}

fn square(len: usize, window: usize, stride: usize, before: usize) -> Axis {
    Axis {
        len,
        places: (len + 2 * before - window) / stride + 1,
        window,
        stride,
        dilation: 1,
        before,
    }
}

fn bench(sizes: &Sizes, samples: usize) {
    let Sizes {
        groups,
        channels,
        filters,
        height,
        width,
    } = sizes;
    let [grouped, moved] = [
        (*groups > 1).then(|| format!(" groups {groups}")),
        (height.stride > 1).then(|| format!(" stride {}", height.stride)),
    ];
    let name = format!(
        "conv {}x{}x{} {}x{}x{}{}{} B{samples}",
        groups * channels,
        height.len,
        width.len,
        groups * filters,
        height.window,
        width.window,
        grouped.unwrap_or_default(),
        moved.unwrap_or_default(),
    );
    if !is_selected(&name) {
        return;
    }
    let mut rng = Rng::new(1);
    let (x_len, w_len, y_len) = sizes.lens();
    let x = random::<f32>(samples * x_len, &mut rng);
    let w = random::<f32>(w_len, &mut rng);
    let y = random::<f32>(samples * y_len, &mut rng);
    let (mut x_out, mut w_out, mut y_out) = (x.clone(), w.clone(), y.clone());
    let (peak, seconds) = medians::<f32, 3>([
        &mut || {
            forward(
                black_box(sizes),
                black_box(&x),
                black_box(&w),
                black_box(&mut y_out),
                Store::set(),
            );
        },
        &mut || {
            to_input(
                black_box(sizes),
                black_box(&w),
                black_box(&y),
                black_box(&mut x_out),
                Store::set(),
            );
        },
        &mut || {
            to_weights(
                black_box(sizes),
                black_box(&x),
                black_box(&y),
                black_box(&mut w_out),
                Store::set(),
            );
        },
    ]);
    let area = height.window * width.window;
    let operations = (2 * samples * y_len * channels * area) as f64;
    for (pass, seconds) in ["forward", "to input", "to weights"].iter().zip(seconds) {
        let rate = operations / seconds / 1e9;
        println!(
            "{name} {pass} {:.2} us {rate:.1} GF/s ({:.0}% of peak)",
            seconds * 1e6,
            100.0 * rate / peak
        );
    }
}

fn bench_pooling(channels: usize, len: usize, samples: usize) {
    let name = format!("pool {channels}x{len}x{len} 2x2 B{samples}");
    if !is_selected(&name) {
        return;
    }
    let axis = square(len, 2, 2, 0);
    let windows = Windows {
        channels,
        height: axis,
        width: axis,
    };
    let mut rng = Rng::new(1);
    let (x_len, y_len) = windows.lens();
    let x = random::<f32>(x_len, &mut rng);
    let delta = random::<f32>(y_len, &mut rng);
    let (mut y, mut dx) = (delta.clone(), x.clone());
    let (_, seconds) = medians::<f32, 2>([
        &mut || {
            for _ in 0..samples {
                largest(&windows, black_box(&x), black_box(&mut y), Store::set());
            }
        },
        &mut || {
            for _ in 0..samples {
                let (x, dx) = (black_box(&x), black_box(&mut dx));
                largest_pulled_back(&windows, x, black_box(&delta), dx, Store::set());
            }
        },
    ]);
    for (pass, seconds) in ["largest", "pulled back"].iter().zip(seconds) {
        println!("{name} {pass} {:.3} us", seconds * 1e6);
    }
}

fn main() {
    begin();
    let of = |groups, channels, filters, axis| Sizes {
        groups,
        channels,
        filters,
        height: axis,
        width: axis,
    };
    for (sizes, samples) in [
        // LeNet-5's.
        (of(1, 1, 6, square(28, 5, 1, 2)), 1),
        (of(1, 6, 16, square(14, 5, 1, 0)), 1),
        (of(1, 1, 6, square(28, 5, 1, 2)), 32),
        (of(1, 6, 16, square(14, 5, 1, 0)), 32),
        // Others, as in small networks for images.
        (of(1, 3, 32, square(32, 3, 1, 1)), 8),
        (of(1, 32, 64, square(16, 3, 1, 1)), 8),
        (of(1, 64, 64, square(8, 3, 2, 1)), 8),
        (of(1, 64, 128, square(8, 1, 1, 0)), 8),
        (of(32, 1, 1, square(16, 3, 1, 1)), 8),
        (of(32, 1, 1, square(16, 3, 2, 1)), 8),
    ] {
        bench(&sizes, samples);
    }
    bench_pooling(6, 28, 1);
    bench_pooling(16, 10, 1);
}
