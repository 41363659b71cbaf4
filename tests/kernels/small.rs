//! Small networks: in optimised builds inference chooses the instruction set once for all layers, which are compiled for it
//! together. `.ci/isa` runs this in such a build, on each set.

use typograd::prelude::*;
use typograd::{boxed, network::InputBatch, network::InputOf, network::OutputOf};

/// The samples of a batch, and a batch that holds no more.
type Few = D<9>;

fn close<N: Layer>(found: &[OutputOf<N>], expected: &[OutputOf<N>]) -> bool {
    let single = size_of::<N::Elem>() == size_of::<f32>();
    let tolerance = N::Elem::from_f64(if single { 1e-5 } else { 1e-14 });
    let mut pairs = found.iter().zip(expected);
    found.len() == expected.len() && pairs.all(|(a, b)| a.is_close(b, tolerance))
}

/// A network that is small, with no parameter that is zero, and its samples.
fn sown<N: Layer>() -> (Box<N>, Vec<InputOf<N>>) {
    const { assert!(N::PARAMS <= 3 * 64 * 64) };
    let mut net = N::boxed(1);
    let mut rng = Rng::new(2);
    N::zip([&mut *net], &mut |[w]: [&mut [N::Elem]; 1]| {
        for w in w {
            *w += N::Elem::from_f64(rng.uniform(-0.1, 0.1));
        }
    });
    let one = N::Elem::from_f64(1.0);
    let samples = (0..Few::LEN).map(|_| Tensor::uniform(-one, one, &mut rng));
    (net, samples.collect())
}

/// Batches of a capacity are inferred as their samples are run one by one, whatever was inferred before.
#[track_caller]
fn infers_batches<N: Layer, B: Dim>(counts: &[usize]) {
    let (net, samples) = sown::<N>();
    let single: Vec<_> = samples.iter().map(|x| net.forward(x)).collect();
    let mut buffers = boxed::<N::Buffers<B>>();
    for &count in counts {
        let x: InputBatch<B, N> = Batch::from_samples(&samples[..count]).unwrap();
        let y = net.infer(&x, &mut buffers).samples();
        let name = std::any::type_name::<N>();
        assert!(close::<N>(y, &single[..count]), "{name}: {count} samples");
    }
}

#[track_caller]
fn infers<N: Layer>() {
    infers_batches::<N, Few>(&[9, 1, 2, 8, 0]);
}

/// And as in training.
#[track_caller]
fn agrees<N: Backward>() {
    infers::<N>();
    let (net, samples) = sown::<N>();
    let (mut buffers, mut saved) = (boxed::<N::Buffers<Few>>(), boxed::<N::Saved<Few>>());
    for count in [9, 1] {
        let x: InputBatch<Few, N> = Batch::from_samples(&samples[..count]).unwrap();
        let recorded = net.record(&x, &mut saved).samples();
        let y = net.infer(&x, &mut buffers).samples();
        let name = std::any::type_name::<N>();
        assert!(close::<N>(y, recorded), "{name}: {count} samples");
    }
}

#[test]
fn activations() {
    macro_rules! each {
        ($input:ty, $check:ident: $($activation:ident)*) => {
            $check::<($(Dense<$input, $input, $activation>,)*)>();
            $check::<($(Dense<$input, $input, $activation, f64>,)*)>();
        };
    }
    each!(D<19>, agrees: Elu Gelu GeluTanh HardSigmoid HardSwish Softmax);
    each!(D<19>, agrees: LeakyRelu LogSoftmax Mish Relu Selu Identity);
    each!(D<19>, agrees: Silu Sigmoid Softplus Softsign Tanh);
    each!(D<19>, infers: Step);
}

#[test]
fn widths() {
    macro_rules! each {
        ($($input:literal -> $hidden:literal -> $output:literal)*) => {$(
            infers::<(Dense<D<$input>, D<$hidden>, Relu>, Dense<D<$hidden>, D<$output>, Tanh>)>();
        )*};
    }
    each! {
        1 -> 1 -> 64  64 -> 1 -> 2  2 -> 3 -> 5  7 -> 16 -> 8  9 -> 24 -> 31
        32 -> 33 -> 48  63 -> 49 -> 15  64 -> 64 -> 17
        // Sides that share the code of all sizes.
        65 -> 10 -> 100
    }
    infers::<(Dense<D<3>, D<8>, Relu, f64>, Dense<D<8>, D<33>, Tanh, f64>)>();
    infers::<(
        Dense<D<64>, D<21>, Relu, f64>,
        Dense<D<21>, D<1>, Tanh, f64>,
    )>();
    macro_rules! transposed {
        ($($input:literal -> $hidden:literal -> $output:literal)*) => {$(
            infers::<(
                DenseTransposed<D<$input>, D<$hidden>, Relu>,
                DenseTransposed<D<$hidden>, D<$output>, Tanh>,
            )>();
        )*};
    }
    transposed! { 1 -> 1 -> 64  17 -> 64 -> 6  7 -> 16 -> 8  9 -> 24 -> 31  64 -> 33 -> 48 }
    agrees::<DenseTransposed<D<19>, D<21>, Softmax, f64>>();
    infers_batches::<(Dense<D<40>, D<24>, Relu>, Dense<D<24>, D<3>>), D<1>>(&[1, 0]);
    infers_batches::<Dense<D<12>, D<12>, Gelu, f64>, D<1>>(&[1]);
}

dims! { Pixels = 20; Code = 3; Hidden = 13; }

#[derive(Network)]
struct Encoder<T: Element> {
    first: Dense<Pixels, Hidden, Silu, T>,
    code: DenseNoBias<Hidden, Code, Identity, T>,
}

#[derive(Network)]
struct Nested<T: Element> {
    encoder: Encoder<T>,
    around: Residual<(
        Dense<Code, Hidden, Gelu, T>,
        Dense<Hidden, Code, Identity, T>,
    )>,
    decoder: (Activate<Tanh, (Code,), T>, Dense<Code, Pixels, Sigmoid, T>),
}

type H = D<16>;

type Tower<T> = (
    (
        Dense<H, H, Relu, T>,
        Dense<H, H, Gelu, T>,
        Dense<H, H, Silu, T>,
    ),
    Residual<Residual<Dense<H, H, Tanh, T>>>,
    (
        Activate<Softsign, (H,), T>,
        DenseNoBias<H, D<5>, Identity, T>,
    ),
    Activate<LogSoftmax, (D<5>,), T>,
);

#[test]
fn networks_of_networks() {
    agrees::<Nested<f32>>();
    agrees::<Nested<f64>>();
    agrees::<Tower<f32>>();
    infers::<Tower<f64>>();
    infers::<Residual<Nested<f64>>>();
}

/// In inference, dropout does nothing.
#[test]
fn dropout() {
    infers::<Dropout<(H,), 50>>();
    infers::<(Dense<H, H, Relu>, Dropout<(H,), 50>, Dense<H, D<4>>)>();
    infers::<(Dropout<(H,), 20, f64>, Dense<H, D<4>, Softmax, f64>)>();
}

/// Operations of every kind, and a layer within.
#[layer]
struct Gated<T: Element> {
    w: Matrix<Hidden, Pixels, T>,
    v: Matrix<Hidden, Pixels, T>,
    b: Vector<Hidden, T>,
    #[init(constant(0.5))]
    share: Scalar<T>,
    head: Dense<Hidden, Pixels, Tanh, T>,
}

#[layer]
impl<T: Element> Gated<T> {
    fn forward(&self, x: &Vector<Pixels, T>) -> Vector<Pixels, T> {
        let gate = sigmoid(&self.v * x);
        let inner = (&self.w * x + &self.b).hadamard(&gate);
        x - &self.share * self.head.forward(&inner)
    }
}

/// x / √(1 + ‖x‖²), between matrices.
#[layer]
struct Scaled<T: Element> {
    left: Matrix<D<5>, D<4>, T>,
    right: Matrix<D<6>, D<7>, T>,
    one: Scalar<T>,
}

#[layer]
impl<T: Element> Scaled<T> {
    fn forward(&self, x: &Matrix<D<4>, D<6>, T>) -> Matrix<D<5>, D<7>, T> {
        let y = &self.left * x * &self.right;
        let norm = sqrt(square(&self.one) + y.hadamard(&y).sum());
        recip(norm) * y
    }
}

#[test]
fn expressions() {
    agrees::<Gated<f32>>();
    agrees::<Gated<f64>>();
    agrees::<Scaled<f32>>();
    agrees::<Scaled<f64>>();
    infers::<(Gated<f32>, Residual<Gated<f32>>, Dense<Pixels, Code>)>();
}
