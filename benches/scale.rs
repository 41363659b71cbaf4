//! How a training step's time grows: with width, with depth, and with threads. Goals: the time of an operation is the same
//! within 15% from a width of 64 up, and two threads are 1.8 times as fast as one.
//!
//! `cargo bench --bench scale` prints a line a network, `scale width 128 x4 B32 49.1 us 76.9 GF/s (66% of peak) 0.98`: the
//! median over rounds of the mean time of a step, the rate of its matrix products as in `train`, and the time of one such
//! operation relative to width 64 (or to a depth of 4), in the same rounds. Words after `--` pick the lines that hold them
//! all.

mod shared;

use std::hint::black_box;

use shared::{begin, is_selected, medians};
use typograd::boxed;
use typograd::network::InputBatch;
use typograd::prelude::*;

/// A network and its data, whose step is measured.
struct Run<N: Gradients<Elem = f32>, B: Dim> {
    training: Box<Training<N, Sgd, B>>,
    x: Box<InputBatch<B, N>>,
    targets: Vec<Tensor<N::Out>>,
}

impl<N: Gradients<Elem = f32>, B: Dim> Run<N, B> {
    fn new() -> Self {
        let mut rng = Rng::new(1);
        let mut training = boxed::<Training<N, Sgd, B>>();
        training.network.initialize(&mut rng);
        let mut x = boxed::<InputBatch<B, N>>();
        x.set_len(B::LEN).expect("the capacity");
        for value in x.as_mut_slice() {
            *value = rng.uniform(0.0, 1.0);
        }
        let targets = vec![Tensor::zeros(); B::LEN];
        Self {
            training,
            x,
            targets,
        }
    }

    fn step(&mut self) {
        let sgd = Sgd {
            learning_rate: 1e-4, // far from what diverges
            ..Sgd::default()
        };
        let (x, targets) = (black_box(&*self.x), black_box(&self.targets));
        let loss = self
            .training
            .train_step(&sgd, &MeanSquaredError, x, targets);
        black_box(loss).expect("a finite loss");
    }
}

/// The operations in the matrix products of a step: two for each weight and sample, on the way forward and to the weights,
/// and to the input of all layers but the first.
fn operations(widths: &[usize], batch: usize) -> f64 {
    let products = widths.windows(2).enumerate().map(|(layer, width)| {
        let times = if layer == 0 { 2 } else { 3 };
        2 * times * width[0] * width[1]
    });
    (products.sum::<usize>() * batch) as f64
}

/// The samples of a step.
type Samples = D<32>;

/// Measures a network beside the one that it is compared with, in the same rounds.
fn bench<N, R>(name: &str, widths: &[usize], reference: &[usize])
where
    N: Gradients<Elem = f32>,
    R: Gradients<Elem = f32>,
{
    let name = format!("scale {name} B{}", Samples::LEN);
    if !is_selected(&name) {
        return;
    }
    let (mut run, mut beside) = (Run::<N, Samples>::new(), Run::<R, Samples>::new());
    let (peak, [seconds, other]) = medians::<f32, 2>([&mut || run.step(), &mut || beside.step()]);
    let work = [widths, reference].map(|widths| operations(widths, Samples::LEN));
    let rate = work[0] / seconds / 1e9;
    println!(
        "{name} {:.2} us {rate:.1} GF/s ({:.0}% of peak) {:.2}",
        seconds * 1e6,
        100.0 * rate / peak,
        (seconds / work[0]) / (other / work[1]),
    );
}

type Hidden<W> = Dense<W, W, Relu>;
/// Four square layers.
type Four<W> = (Hidden<W>, Hidden<W>, Hidden<W>, Hidden<W>);
/// Twice as many layers.
type Twice<N> = (N, N);

fn width<const W: usize>()
where
    D<W>: Dim,
    Four<D<W>>: Gradients<Elem = f32>,
{
    bench::<Four<D<W>>, Four<D<64>>>(&format!("width {W} x4"), &[W; 5], &[64; 5]);
}

fn depth<N: Gradients<Elem = f32>>(layers: usize) {
    let widths = vec![64; layers + 1];
    bench::<N, Four<D<64>>>(&format!("depth {layers} x64"), &widths, &[64; 5]);
}

/// 784-512-512-10 on one thread and on two, in the same rounds. As in an epoch of the trainer's, steps are handed to the
/// pool some at a time. Each thread has a core: left to Linux, both were on one for milliseconds, the other core idle.
#[cfg(feature = "rayon")]
fn threads() {
    type Wide = (
        Dense<D<784>, D<512>, Relu>,
        Dense<D<512>, D<512>, Relu>,
        Dense<D<512>, D<10>>,
    );
    const STEPS: usize = 4;
    let name = "scale threads 784-512-512-10 B128";
    if !is_selected(name) {
        return;
    }
    let cores = core_affinity::get_core_ids().expect("cores");
    let pool = |threads| {
        let cores = cores.clone();
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .start_handler(move |thread| {
                core_affinity::set_for_current(cores[thread % cores.len()]);
            });
        pool.build().expect("threads")
    };
    let (one, two) = (pool(1), pool(2));
    let (mut alone, mut shared) = (Run::<Wide, D<128>>::new(), Run::<Wide, D<128>>::new());
    let (mut on_one, mut on_two) = (
        || one.install(|| (0..STEPS).for_each(|_| alone.step())),
        || two.install(|| (0..STEPS).for_each(|_| shared.step())),
    );
    let (_, seconds) = medians::<f32, 2>([&mut on_one, &mut on_two]);
    let [first, second] = seconds.map(|seconds| seconds / STEPS as f64);
    println!(
        "{name} {:.1} us on one, {:.1} us on two: {:.2} times as fast",
        first * 1e6,
        second * 1e6,
        first / second
    );
}

#[cfg(not(feature = "rayon"))]
fn threads() {
    if is_selected("scale threads 784-512-512-10 B128") {
        println!("scale threads: with `--features rayon`");
    }
}

fn main() {
    begin();
    width::<32>();
    width::<64>();
    width::<128>();
    width::<256>();
    width::<512>();
    width::<1024>();
    depth::<Hidden<D<64>>>(1);
    depth::<(Hidden<D<64>>, Hidden<D<64>>)>(2);
    depth::<Four<D<64>>>(4);
    depth::<Twice<Four<D<64>>>>(8);
    depth::<Twice<Twice<Four<D<64>>>>>(16);
    depth::<Twice<Twice<Twice<Four<D<64>>>>>>(32);
    threads();
}
