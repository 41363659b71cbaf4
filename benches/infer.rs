//! Inference on one core.
//!
//! `cargo bench --bench infer` prints a line a network and batch, `infer 17-64-64-6 B1 0.071 us`: the median over rounds of
//! the mean time of `infer`, on fixed data. Words after `--` pick the lines that hold them all.

mod shared;

use std::hint::black_box;

use shared::lenet::LeNet;
use shared::{begin, is_selected, medians};
use typograd::boxed;
use typograd::network::InputBatch;
use typograd::prelude::*;

type Control = (
    Dense<D<17>, D<64>, Relu>,
    Dense<D<64>, D<64>, Relu>,
    Dense<D<64>, D<6>>,
);
/// The same with weights the other way round in memory, but for the narrow layer at the end.
type ControlTransposed = (
    DenseTransposed<D<17>, D<64>, Relu>,
    DenseTransposed<D<64>, D<64>, Relu>,
    Dense<D<64>, D<6>>,
);
type Digits = (Dense<D<64>, D<32>, Relu>, Dense<D<32>, D<10>>);
type DigitsTransposed = (DenseTransposed<D<64>, D<32>, Relu>, Dense<D<32>, D<10>>);
type Mnist = (Dense<D<784>, D<128>, Relu>, Dense<D<128>, D<10>>);
type MnistTransposed = (DenseTransposed<D<784>, D<128>, Relu>, Dense<D<128>, D<10>>);
type Wide = (
    Dense<D<784>, D<512>, Relu>,
    Dense<D<512>, D<512>, Relu>,
    Dense<D<512>, D<10>>,
);

fn bench<N: Layer<Elem = f32>, B: Dim>(network: &str) {
    let name = format!("infer {network} B{}", B::LEN);
    if !is_selected(&name) {
        return;
    }
    let net = N::boxed(1);
    let (mut x, mut buffers) = (boxed::<InputBatch<B, N>>(), boxed::<N::Buffers<B>>());
    x.set_len(B::LEN).expect("the capacity");
    let mut rng = Rng::new(2);
    for value in x.as_mut_slice() {
        *value = rng.uniform(0.0, 1.0);
    }
    let (_, [seconds]) = medians::<f32, 1>([&mut || {
        black_box(net.infer(black_box(&x), black_box(&mut buffers)));
    }]);
    println!("{name} {:.3} us", seconds * 1e6);
}

fn main() {
    begin();
    bench::<Control, D<1>>("17-64-64-6");
    bench::<ControlTransposed, D<1>>("17-64-64-6 transposed");
    bench::<Digits, D<1>>("64-32-10");
    bench::<DigitsTransposed, D<1>>("64-32-10 transposed");
    bench::<Digits, D<32>>("64-32-10");
    bench::<Mnist, D<1>>("784-128-10");
    bench::<MnistTransposed, D<1>>("784-128-10 transposed");
    bench::<Mnist, D<32>>("784-128-10");
    bench::<Wide, D<1>>("784-512-512-10");
    bench::<Wide, D<32>>("784-512-512-10");
    bench::<LeNet, D<1>>("lenet5");
    bench::<LeNet, D<32>>("lenet5");
}
