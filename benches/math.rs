//! The vector functions on one core: time, error, and how much faster than a loop over std's functions.
//!
//! `cargo bench --bench math` prints the instruction set, the peak of the core, and a line a function and type over 4,096 elements:
//! `exp f32 0.31 ns/element 1.0 ULP 12.3x std`, where time is the best of the medians of several rounds. Errors are
//! those over the same elements, of `f32` against `f64` functions, and of `f64` against std's and libm's, which are off by a
//! ULP or so themselves: `tests/suite/functions.rs` knows better. erf and erfc are libm's, since std has none.
//! Words after `--` pick the lines that hold them all.

mod shared;

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};
use std::hint::black_box;
use std::time::Instant;

use shared::{begin, is_selected, median};
use typograd::kernel::math::{
    Cos, Erf, Exp, ExpM1, Function, Gelu, GeluSlope, Log, Rsqrt, Sigmoid, Sin, Softplus, Tanh,
    exp_sum, log_softmax, map, softmax,
};
use typograd::{Element, Rng};

const LENGTH: usize = 4096;
const ROUNDS: usize = 9;
const CALLS: usize = 101;

/// The time of an element in nanoseconds: the best of several medians. Each call begins with fresh data, which cost a
/// copy, some hundredths of a nanosecond.
fn time<T: Element>(x: &[T], mut work: impl FnMut(&mut [T])) -> f64 {
    let mut y = x.to_vec();
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let times = (0..CALLS)
            .map(|_| {
                y.copy_from_slice(black_box(x));
                let start = Instant::now();
                work(black_box(&mut y));
                start.elapsed().as_secs_f64()
            })
            .collect();
        best = best.min(median(times));
    }
    best * 1e9 / x.len() as f64
}

/// The distance of neighbouring numbers of the type about x.
fn spacing<T: Element>(x: f64) -> f64 {
    let exponent = x.abs().log2().floor();
    T::epsilon().as_f64() * exponent.exp2()
}

fn numbers<T: Element>(low: f64, high: f64) -> Vec<T> {
    let mut rng = Rng::new(1);
    (0..LENGTH)
        .map(|_| rng.uniform(T::from_f64(low), T::from_f64(high)))
        .collect()
}

fn line<F: Function, T: Element>(
    name: &str,
    (low, high): (f64, f64),
    std: fn(T) -> T,
    exact: fn(f64) -> f64,
) {
    let name = format!("{name} f{}", 8 * size_of::<T>());
    if !is_selected(&name) {
        return;
    }
    let x = numbers::<T>(low, high);
    let mut y = x.clone();
    map::<F, T>(&mut y);
    let error = |(x, y): (&T, &T)| {
        let exact = exact(x.as_f64());
        (y.as_f64() - exact).abs() / spacing::<T>(exact)
    };
    let worst = x.iter().zip(&y).map(error).fold(0.0, f64::max);
    let ours = time(&x, map::<F, T>);
    let loops = time(&x, |y| {
        for y in y {
            *y = std(*y);
        }
    });
    println!(
        "{name} {ours:.3} ns/element {worst:.1} ULP {:.1}x std",
        loops / ours
    );
}

fn sigmoid<T: Element>(x: T) -> T {
    (T::one() + (-x).exp()).recip()
}

fn softplus<T: Element>(x: T) -> T {
    x.max(T::zero()) + (-x.abs()).exp().ln_1p()
}

fn normal<T: Element>(x: T) -> T {
    T::from_f64(0.5) * (-x * T::from_f64(FRAC_1_SQRT_2)).erfc()
}

fn gelu_slope<T: Element>(x: T) -> T {
    let density = (T::from_f64(-0.5) * x * x).exp() * T::from_f64(0.398_942_280_401_432_7);
    normal(x) + x * density
}

/// Φ(x). The argument of erfc is x/√2 and what its rounding leaves, which counts by the slope.
fn exact_normal(x: f64) -> f64 {
    let t = -x * FRAC_1_SQRT_2;
    let left = (-x).mul_add(FRAC_1_SQRT_2, -t) + x * 4.833_646_656_726_457e-17;
    0.5 * (libm::erfc(t) - FRAC_2_SQRT_PI * (-t * t).exp() * left)
}

fn functions<T: Element>(erf: fn(T) -> T) {
    line::<Exp, T>("exp", (-80.0, 80.0), T::exp, f64::exp);
    line::<ExpM1, T>("exp_m1", (-5.0, 5.0), T::exp_m1, f64::exp_m1);
    line::<Log, T>("log", (1e-3, 1e3), T::ln, f64::ln);
    line::<Tanh, T>("tanh", (-6.0, 6.0), T::tanh, f64::tanh);
    line::<Sigmoid, T>("sigmoid", (-20.0, 20.0), sigmoid, sigmoid);
    line::<Softplus, T>("softplus", (-20.0, 20.0), softplus, softplus);
    line::<Erf, T>("erf", (-4.0, 4.0), erf, libm::erf);
    line::<Gelu, T>(
        "gelu",
        (-5.0, 5.0),
        |x| x * normal(x),
        |x| x * exact_normal(x),
    );
    line::<GeluSlope, T>("gelu_slope", (0.0, 5.0), gelu_slope, gelu_slope);
    line::<Sin, T>("sin", (-100.0, 100.0), T::sin, f64::sin);
    line::<Cos, T>("cos", (-100.0, 100.0), T::cos, f64::cos);
    line::<Rsqrt, T>(
        "rsqrt",
        (1e-3, 1e3),
        |x| x.sqrt().recip(),
        |x| x.sqrt().recip(),
    );
}

/// The largest of a row and the sum of powers, as a plain loop.
fn plain_exp_sum<T: Element>(row: &mut [T]) -> (T, T) {
    let largest = row.iter().copied().fold(T::neg_infinity(), T::max);
    let mut sum = T::zero();
    for x in row {
        *x = (*x - largest).exp();
        sum += *x;
    }
    (largest, sum)
}

fn plain_softmax<T: Element>(rows: &mut [T], width: usize) {
    for row in rows.chunks_exact_mut(width) {
        let scale = plain_exp_sum(row).1.recip();
        for x in row {
            *x *= scale;
        }
    }
}

fn plain_log_softmax<T: Element>(rows: &mut [T], width: usize) {
    for row in rows.chunks_exact_mut(width) {
        let mut terms = row.to_vec();
        let (largest, sum) = plain_exp_sum(&mut terms);
        for x in row {
            *x -= largest + sum.ln();
        }
    }
}

fn rows<T: Element>() {
    let x = numbers::<T>(-10.0, 10.0);
    for width in [8, 10, 64, 1024] {
        let x = &x[..LENGTH / width * width];
        let show = |name: &str, ours: &dyn Fn(&mut [T]), plain: &dyn Fn(&mut [T])| {
            let name = format!("{name} of {width} f{}", 8 * size_of::<T>());
            if is_selected(&name) {
                let (ours, plain) = (time(x, ours), time(x, plain));
                println!("{name} {ours:.3} ns/element {:.1}x std", plain / ours);
            }
        };
        let plain = |x: &mut [T]| plain_softmax(x, width);
        show("softmax", &|x| softmax(x, width), &plain);
        let plain = |x: &mut [T]| plain_log_softmax(x, width);
        show("log_softmax", &|x| log_softmax(x, width), &plain);
        let sums = |x: &mut [T]| {
            for row in x.chunks_exact(width) {
                black_box(exp_sum(row, None));
            }
        };
        let plain_sums = |x: &mut [T]| {
            for row in x.chunks_exact_mut(width) {
                black_box(plain_exp_sum(row));
            }
        };
        show("exp_sum", &sums, &plain_sums);
    }
}

fn main() {
    begin();
    functions::<f32>(libm::erff);
    functions::<f64>(libm::erf);
    rows::<f32>();
    rows::<f64>();
}
