//! One training step on one core: forward, loss, backward, update.
//!
//! `cargo bench --bench train` prints a line a network, `train 784-128-10 B32 sgd 123.4 us`: the median over rounds of
//! the mean time of a step, on fixed data. Words after `--` pick the lines that hold them all.

use std::hint::black_box;
use std::time::{Duration, Instant};

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

const ROUNDS: usize = 25;
const ROUND: Duration = Duration::from_millis(40);

/// The median of the mean times of a round, in microseconds.
fn median_us(mut step: impl FnMut()) -> f64 {
    let begun = Instant::now();
    let mut steps = 0_u32; // as many as fill a round; they warm up, too
    while begun.elapsed() < ROUND {
        step();
        steps += 1;
    }
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..steps {
                step();
            }
            start.elapsed().as_secs_f64() * 1e6 / f64::from(steps)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}

fn bench<N, O, B>(network: &str, optimizer: &str, rule: &O)
where
    N: Gradients<Out = (D<10>,), Elem = f32>,
    O: Optimizer,
    B: Dim,
{
    classes::<N, O, B, D<10>>(network, optimizer, rule);
}

fn classes<N, O, B, C>(network: &str, optimizer: &str, rule: &O)
where
    N: Gradients<Out = (C,), Elem = f32>,
    O: Optimizer,
    B: Dim,
    C: Dim,
{
    let name = format!("train {network} B{} {optimizer}", B::LEN);
    if !std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .all(|word| name.contains(&word))
    {
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
    let time = median_us(|| {
        let loss = run.train_step(
            rule,
            &SoftmaxCrossEntropy::default(),
            black_box(&x),
            black_box(&labels),
        );
        black_box(loss).expect("a finite loss");
    });
    println!("{name} {time:.1} us");
}

fn main() {
    let sgd = Sgd {
        learning_rate: 0.01,
        ..Sgd::default()
    };
    bench::<Mnist, _, D<32>>("784-128-10", "sgd", &sgd);
    bench::<Mnist, _, D<32>>("784-128-10", "adam", &Adam::default());
    bench::<Digits, _, D<32>>("64-32-10", "sgd", &sgd);
    bench::<Digits, _, D<1>>("64-32-10", "sgd", &sgd);
    bench::<Wide, _, D<32>>("784-512-512-10", "sgd", &sgd);
    classes::<Policy, _, D<1>, D<2>>("4-64-64-2", "adam", &Adam::default());
    classes::<Policy, _, D<32>, D<2>>("4-64-64-2", "adam", &Adam::default());
}
