//! Derived gradients against finite differences, and reverse mode against forward mode: every layer, loss and
//! operation, and networks of them.

mod checker;
mod convolutions;
mod descent;
mod losses;
mod networks;
mod operations;

use typograd::network::InputOf;
use typograd::prelude::*;
use typograd::{boxed, check};

/// Samples away from the kinks of ReLU and its kin.
fn samples<S: Shape>(count: usize, seed: u64) -> Vec<Tensor<S, f64>> {
    let mut rng = Rng::new(seed);
    (0..count)
        .map(|_| Tensor::normal(0.0, 1.0, &mut rng))
        .collect()
}

#[track_caller]
fn verify<N: Gradients<Elem = f64> + Tangent>(seed: u64) {
    let mut network = N::boxed(seed);
    // Parameters that begin at zero would hide mistakes.
    let mut rng = Rng::new(seed ^ 1);
    N::zip([&mut *network], &mut |[w]: [&mut [f64]; 1]| {
        for w in w {
            *w += rng.normal(0.0, 0.3);
        }
    });
    for count in [1, 3] {
        let x = samples::<N::In>(count, seed + 100);
        passes_agree(&*network, &x);
        descends_as_stored(&mut *network, &x);
        let worst = check::gradients(&mut *network, &x, seed);
        assert!(
            worst.error() < 1e-9,
            "{}: {worst}",
            std::any::type_name::<N>()
        );
        let worst = check::tangents(&*network, &x, seed);
        assert!(
            worst.error() < 1e-12,
            "{}: {worst}",
            std::any::type_name::<N>()
        );
    }
}

/// A batch is inferred and recorded as its samples are run one by one.
#[track_caller]
fn passes_agree<N: Gradients<Elem = f64>>(network: &N, samples: &[InputOf<N>]) {
    let x = Batch::<D<4>, N::In, f64>::from_samples(samples).unwrap();
    let mut buffers = boxed::<N::Buffers<D<4>>>();
    let mut saved = boxed::<N::Saved<D<4>>>();
    let inferred = network.infer(&x, &mut buffers);
    let recorded = network.record(&x, &mut saved);
    for (i, sample) in samples.iter().enumerate() {
        let single = network.forward(sample);
        let close = single.is_close(&inferred[i], 1e-12) && single.is_close(&recorded[i], 1e-12);
        assert!(close, "{}: sample {i}", std::any::type_name::<N>());
    }
}

/// The fused update is the stored gradient's, with and without weight decay; the network is left as it was.
#[track_caller]
fn descends_as_stored<N: Gradients<Elem = f64>>(network: &mut N, samples: &[InputOf<N>]) {
    let x = Batch::<D<4>, N::In, f64>::from_samples(samples).unwrap();
    let mut rng = Rng::new(7);
    let targets: Vec<_> = samples
        .iter()
        .map(|_| Tensor::normal(0.0, 1.0, &mut rng))
        .collect();
    for weight_decay in [0.0, 0.3] {
        let sgd = Sgd {
            learning_rate: 0.1,
            weight_decay,
        };
        let mut fused = boxed::<Training<N, Sgd, D<4>>>();
        copy(network, &mut fused.network);
        fused
            .train_step_with(&sgd, &HalfSquaredError, &x, &targets, 0.7)
            .unwrap();

        let mut stored = boxed::<N>();
        copy(network, &mut *stored);
        let mut saved = boxed::<N::Saved<D<4>>>();
        let (mut delta, mut gradient) = (boxed(), boxed());
        let output = stored.record(&x, &mut saved);
        HalfSquaredError
            .value_and_delta(output, &targets, &mut delta)
            .unwrap();
        stored.backward(&x, &mut saved, &mut delta, &mut gradient, None);
        sgd.step(&mut *stored, &mut gradient, &mut (), 0.7);
        assert_same(&mut fused.network, &mut *stored);
    }
}

/// What follows from a seed and is no parameter, such as dropout's, is that of zero.
fn copy<N: Layer<Elem = f64>>(from: &mut N, to: &mut N) {
    N::zip([from, to], &mut |[from, to]: [&mut [f64]; 2]| {
        to.copy_from_slice(from);
    });
}

#[track_caller]
fn assert_same<N: Layer<Elem = f64>>(a: &mut N, b: &mut N) {
    N::zip([a, b], &mut |[a, b]: [&mut [f64]; 2]| {
        for (a, b) in a.iter().zip(b) {
            let close = (*a - *b).abs() <= 1e-12 * b.abs().max(1e-3);
            assert!(close, "{}: {a} and {b}", std::any::type_name::<N>());
        }
    });
}

/// A test for each network: `name: Type;`.
macro_rules! verify_each {
    ($($test:ident: $network:ty;)*) => {
        $(
            #[test]
            fn $test() {
                verify::<$network>(1);
                verify::<$network>(2);
            }
        )*
    };
}
use verify_each;

/// A dense layer with each activation.
mod dense {
    use super::*;

    type With<F> = Dense<D<4>, D<3>, F, f64>;

    verify_each! {
        identity: With<Identity>;
        sigmoid: With<Sigmoid>;
        tanh: With<Tanh>;
        relu: With<Relu>;
        leaky_relu: With<LeakyRelu<1, 5>>;
        gelu: With<Gelu>;
        gelu_tanh: With<GeluTanh>;
        silu: With<Silu>;
        softplus: With<Softplus>;
        elu: With<Elu<3, 2>>;
        selu: With<Selu>;
        mish: With<Mish>;
        hard_swish: With<HardSwish>;
        softsign: With<Softsign>;
        softmax: With<Softmax>;
        log_softmax: With<LogSoftmax>;
        without_bias: DenseNoBias<D<4>, D<3>, Tanh, f64>;
        transposed: DenseTransposed<D<4>, D<3>, Tanh, f64>;
        transposed_softmax: DenseTransposed<D<3>, D<5>, Softmax, f64>;
        transposed_in_a_network: (DenseTransposed<D<4>, D<9>, Gelu, f64>, Dense<D<9>, D<2>, Identity, f64>);
    }
}

/// PyTorch's gradient of the hard sigmoid has 1/6 rounded to `f32`, and so has ours: 3e-8 from the difference quotient.
#[test]
fn hard_sigmoid() {
    let mut network = Dense::<D<4>, D<3>, HardSigmoid, f64>::seeded(1);
    let worst = check::gradients(&mut network, &samples(3, 5), 6);
    assert!(worst.error() < 1e-7, "{worst}");
    let worst = check::tangents(&network, &samples(3, 5), 6);
    assert!(worst.error() < 1e-12, "{worst}");
}
