//! One training step on one core: forward, loss, backward, update.
//!
//! `cargo bench --bench train` prints a line a network, `train 784-128-10 B32 sgd 123.4 us 106.1 GF/s`: the median over
//! rounds of the mean time of a step, on fixed data, and the rate of its multiplications and additions in matrix products
//! (two for each weight and sample on the way forward, to the weights, and to the input of all layers but the first). Words
//! after `--` pick the lines that hold them all.

mod shared;

use std::hint::black_box;

use shared::lenet::{LeNet, TRAINING};
use shared::{begin, is_selected, medians};
use typograd::boxed;
use typograd::network::InputBatch;
use typograd::prelude::*;

type Mnist = (Dense<D<784>, D<128>, Relu>, Dense<D<128>, D<10>>);
type Digits = (Dense<D<64>, D<32>, Relu>, Dense<D<32>, D<10>>);
type Wide = (
    Dense<D<784>, D<512>, Relu>,
    Dense<D<512>, D<512>, Relu>,
    Dense<D<512>, D<10>>,
);
type Policy = (
    Dense<D<4>, D<64>, Tanh>,
    Dense<D<64>, D<64>, Tanh>,
    Dense<D<64>, D<2>>,
);

fn bench<N, O, B, C>(network: &str, optimizer: &str, rule: &O)
where
    N: Gradients<Out = (C,), Elem = f32>,
    O: Optimizer,
    B: Dim,
    C: Dim,
{
    let name = format!("train {network} B{} {optimizer}", B::LEN);
    if !is_selected(&name) {
        return;
    }
    let mut run = boxed::<Training<N, O, B>>();
    let mut rng = Rng::new(1);
    run.network.initialize(&mut rng);
    let mut x = boxed::<InputBatch<B, N>>();
    x.set_len(B::LEN).expect("the capacity");
    for value in x.as_mut_slice() {
        *value = rng.uniform(0.0, 1.0);
    }
    let labels: Vec<Label<C>> = (0..B::LEN)
        .map(|i| Label::new(i * 7 % C::LEN).unwrap())
        .collect();
    let (peak, [seconds]) = medians::<f32, 1>([&mut || {
        let loss = run.train_step(
            rule,
            &SoftmaxCrossEntropy::default(),
            black_box(&x),
            black_box(&labels),
        );
        black_box(loss).expect("a finite loss");
    }]);
    let rate = operations(network, B::LEN) / seconds / 1e9;
    println!(
        "{name} {:.2} us {rate:.1} GF/s ({:.0}% of peak)",
        seconds * 1e6,
        100.0 * rate / peak
    );
}

/// The floating-point operations in the matrix products of a step, by the network's name.
fn operations(network: &str, batch: usize) -> f64 {
    if network == "lenet5" {
        return (TRAINING * batch) as f64;
    }
    let widths: Vec<f64> = network
        .split('-')
        .map(|width| width.parse().expect("widths"))
        .collect();
    let products = widths.windows(2).enumerate().map(|(layer, width)| {
        let times = if layer == 0 { 2.0 } else { 3.0 };
        times * 2.0 * width[0] * width[1]
    });
    products.sum::<f64>() * batch as f64
}

fn main() {
    begin();
    let sgd = Sgd {
        learning_rate: 0.01,
        ..Sgd::default()
    };
    let adam = Adam::default();
    macro_rules! batches {
        ($($network:ty, $name:literal, $classes:ty: $($batch:literal)*;)*) => {
            $($(
                bench::<$network, _, D<$batch>, $classes>($name, "sgd", &sgd);
                bench::<$network, _, D<$batch>, $classes>($name, "adam", &adam);
            )*)*
        };
    }
    batches! {
        Digits, "64-32-10", D<10>: 1 32 128;
        Mnist, "784-128-10", D<10>: 1 32 128;
        Wide, "784-512-512-10", D<10>: 1 32 128;
        Policy, "4-64-64-2", D<2>: 1 32;
        LeNet, "lenet5", D<10>: 1 32 128;
    }
}
