//! Operations on images: their gradients in closed form are those of PyTorch, and so are the derived ones. Formulas are
//! evaluated by loops, `windows.rs`.

use typograd::prelude::*;
use typograd::tensor::{
    Convolution1d, Convolution2d, DepthwiseConvolution2d, Pooling2d, Transposed2d,
};

use super::evaluate::{AsNumbers, assert_near, evaluate_with};
use super::numeric::Numbers;
use super::windows::Sizes;
use crate::golden::{assert_close, case, fill, flat};

const LAYERS: &str = include_str!("../../../goldens/convolutions.json");

type Small = Image<D<2>, D<6>, D<7>, f64>;
type Kernels<O, C, K = D<3>> = Tensor<(O, C, K, K), f64>;
type Bias<O> = Vector<O, f64>;

mod functions {
    use super::*;

    #[differentiable]
    pub(super) fn signal(
        x: &Matrix<D<2>, D<6>, f64>,
        w: &Tensor<(D<3>, D<2>, D<3>), f64>,
        b: &Vector<D<3>, f64>,
    ) -> Matrix<D<3>, D<6>, f64> {
        x.convolve::<Convolution1d<_, D<3>, D<3>, Pad<1>>>(w)
            .add_per_channel(b)
    }

    #[differentiable]
    pub(super) fn valid(
        x: &Small,
        w: &Kernels<D<3>, D<2>>,
        b: &Bias<D<3>>,
    ) -> Image<D<3>, D<4>, D<5>, f64> {
        x.convolve::<Convolution2d<_, D<3>, D<3>>>(w)
            .add_per_channel(b)
    }

    #[differentiable]
    pub(super) fn same(
        x: &Small,
        w: &Kernels<D<3>, D<2>>,
        b: &Bias<D<3>>,
    ) -> Image<D<3>, D<6>, D<7>, f64> {
        x.convolve::<Convolution2d<_, D<3>, D<3>, Same>>(w)
            .add_per_channel(b)
    }

    #[differentiable]
    pub(super) fn strided(
        x: &Small,
        w: &Kernels<D<3>, D<2>>,
        b: &Bias<D<3>>,
    ) -> Image<D<3>, D<3>, D<4>, f64> {
        x.convolve::<Convolution2d<_, D<3>, D<3>, Pad<1>, D<2>>>(w)
            .add_per_channel(b)
    }

    #[differentiable]
    pub(super) fn depthwise(
        x: &Image<D<4>, D<6>, D<7>, f64>,
        w: &Kernels<D<4>, D<1>>,
        b: &Bias<D<4>>,
    ) -> Image<D<4>, D<4>, D<5>, f64> {
        x.convolve::<DepthwiseConvolution2d<_, D<3>>>(w)
            .add_per_channel(b)
    }

    #[differentiable]
    pub(super) fn point_wise(
        x: &Small,
        w: &Kernels<D<3>, D<2>, D<1>>,
        b: &Bias<D<3>>,
    ) -> Image<D<3>, D<6>, D<7>, f64> {
        x.convolve::<Convolution2d<_, D<3>, D<1>>>(w)
            .add_per_channel(b)
    }

    #[differentiable]
    pub(super) fn transposed(
        x: &Image<D<2>, D<4>, D<5>, f64>,
        w: &Kernels<D<2>, D<3>>,
        b: &Bias<D<3>>,
    ) -> Image<D<3>, D<8>, D<10>, f64> {
        x.convolve_transposed::<Transposed2d<_, D<3>, D<3>, Pad<1>, D<2>, Pad<1>>>(w)
            .add_per_channel(b)
    }

    /// The lecture's Example 4-3, X ∗ K.
    #[differentiable]
    pub(super) fn lecture(
        x: &Image<D<1>, D<3>, D<3>, f64>,
        k: &Kernels<D<1>, D<1>, D<2>>,
    ) -> Image<D<1>, D<2>, D<2>, f64> {
        x.convolve::<Convolution2d<_, D<1>, D<2>>>(k)
    }

    #[differentiable]
    pub(super) fn largest(x: &Small) -> Image<D<2>, D<3>, D<3>, f64> {
        x.max_pool::<Pooling2d<_, D<2>>>()
    }

    #[differentiable]
    pub(super) fn average(x: &Small) -> Image<D<2>, D<3>, D<3>, f64> {
        x.average_pool::<Pooling2d<_, D<2>>>()
    }

    #[differentiable]
    pub(super) fn global(x: &Image<D<2>, D<6>, D<7>, f64>) -> Vector<D<2>, f64> {
        x.channel_means()
    }
}

/// Closed form and gradient of a function against a golden case: of each sample of x, and of the parameters, which sum over
/// the samples.
macro_rules! goldens {
    ($($f:ident $name:literal: ($x:ty $(, $p:ident $json:literal $ty:ty)*) -> $y:ty, $printed:literal, $sizes:expr;)*) => {
        $(#[test]
            fn $f() {
                use functions::$f as f;

                assert_eq!(f::GRADIENTS, $printed);
                let golden = case(LAYERS, $name);
                $(let mut $p = <$ty>::zeros();
                fill($p.as_mut_slice(), &golden["params"][$json]);)*
                let sizes: &[(&str, Sizes)] = &$sizes;
                let samples = golden["inputs"][0].as_array().expect("samples");
                let mut sums = vec![Numbers::zeros(0, 0); f::FORMULAS.len()];
                for (i, sample) in samples.iter().enumerate() {
                    let (mut x, mut delta) = (<$x>::zeros(), <$y>::zeros());
                    fill(x.as_mut_slice(), sample);
                    fill(delta.as_mut_slice(), &golden["G"][i]);
                    let (y, gradient) = f::vjp(&x, $(&$p,)* &delta);
                    assert_close("value", y.as_slice(), &golden["output"][i]);
                    assert_close("∇x", gradient.x.as_slice(), &golden["input_grads"][0][i]);
                    let parameters = [("x", x.as_numbers()) $(, (stringify!($p), $p.as_numbers()))*];
                    for (formula, sum) in f::FORMULAS.iter().zip(&mut sums) {
                        let found = evaluate_with(formula, &parameters, &[delta.as_numbers()], sizes);
                        if formula.parameter == "x" {
                            let expected = row_by_row(&golden["input_grads"][0][i], found.nrows());
                            assert_near(&formula.to_string(), &found, &expected, TOLERANCE);
                        } else if sum.is_empty() {
                            *sum = found;
                        } else {
                            *sum += found;
                        }
                    }
                }
                for (formula, sum) in f::FORMULAS.iter().zip(&sums).skip(1) {
                    let names: &[(&str, &str)] = &[$((stringify!($p), $json)),*];
                    let (_, json) = names.iter().find(|(name, _)| *name == formula.parameter).expect("a parameter");
                    let expected = row_by_row(&golden["param_grads"][json], sum.nrows());
                    assert_near(&formula.to_string(), sum, &expected, TOLERANCE);
                }
            })*
    };
}

const TOLERANCE: f64 = 1e-10;

fn row_by_row(value: &serde_json::Value, rows: usize) -> Numbers {
    let elements = flat(value);
    Numbers::from_row_slice(rows, elements.len() / rows, &elements)
}

/// Images of the goldens, and the kernels of most.
const SMALL: Sizes = Sizes::of([2, 6, 7], [3, 3]);

goldens! {
    signal "conv1d": (Matrix<D<2>, D<6>, f64>, w "weight" Tensor<(D<3>, D<2>, D<3>), f64>, b "bias" Bias<D<3>>) -> Matrix<D<3>, D<6>, f64>,
        "∇X = δ ∗ᵀ W   ∇W = X ⋆ δ   ∇b = δ 1",
        [("Convolution1d<_,D<3>,D<3>,Pad<1>>", Sizes { padding: [0, 1], ..Sizes::of([2, 1, 6], [1, 3]) })];
    valid "conv2d valid": (Small, w "weight" Kernels<D<3>, D<2>>, b "bias" Bias<D<3>>) -> Image<D<3>, D<4>, D<5>, f64>,
        "∇X = δ ∗ᵀ W   ∇W = X ⋆ δ   ∇b = δ 1",
        [("Convolution2d<_,D<3>,D<3>>", SMALL)];
    same "conv2d same": (Small, w "weight" Kernels<D<3>, D<2>>, b "bias" Bias<D<3>>) -> Image<D<3>, D<6>, D<7>, f64>,
        "∇X = δ ∗ᵀ W   ∇W = X ⋆ δ   ∇b = δ 1",
        [("Convolution2d<_,D<3>,D<3>,Same>", Sizes { padding: [1, 1], ..SMALL })];
    strided "conv2d stride2": (Small, w "weight" Kernels<D<3>, D<2>>, b "bias" Bias<D<3>>) -> Image<D<3>, D<3>, D<4>, f64>,
        "∇X = δ ∗ᵀ W   ∇W = X ⋆ δ   ∇b = δ 1",
        [("Convolution2d<_,D<3>,D<3>,Pad<1>,D<2>>", Sizes { padding: [1, 1], stride: 2, ..SMALL })];
    depthwise "conv2d depthwise": (Image<D<4>, D<6>, D<7>, f64>, w "weight" Kernels<D<4>, D<1>>, b "bias" Bias<D<4>>) -> Image<D<4>, D<4>, D<5>, f64>,
        "∇X = δ ∗ᵀ W   ∇W = X ⋆ δ   ∇b = δ 1",
        [("DepthwiseConvolution2d<_,D<3>>", Sizes { groups: 4, ..Sizes::of([4, 6, 7], [3, 3]) })];
    point_wise "conv2d 1x1": (Small, w "weight" Kernels<D<3>, D<2>, D<1>>, b "bias" Bias<D<3>>) -> Image<D<3>, D<6>, D<7>, f64>,
        "∇X = δ ∗ᵀ W   ∇W = X ⋆ δ   ∇b = δ 1",
        [("Convolution2d<_,D<3>,D<1>>", Sizes::of([2, 6, 7], [1, 1]))];
    // The convolution that it is the transpose of has the larger image for its input.
    transposed "conv_transpose2d": (Image<D<2>, D<4>, D<5>, f64>, w "weight" Kernels<D<2>, D<3>>, b "bias" Bias<D<3>>) -> Image<D<3>, D<8>, D<10>, f64>,
        "∇X = δ ∗ W   ∇W = δ ⋆ X   ∇b = δ 1",
        [("Transposed2d<_,D<3>,D<3>,Pad<1>,D<2>,Pad<1>>", Sizes { padding: [1, 1], stride: 2, ..Sizes::of([3, 8, 10], [3, 3]) })];
    lecture "conv example 4-3": (Image<D<1>, D<3>, D<3>, f64>, k "weight" Kernels<D<1>, D<1>, D<2>>) -> Image<D<1>, D<2>, D<2>, f64>,
        "∇X = δ ∗ᵀ K   ∇K = X ⋆ δ",
        [("Convolution2d<_,D<1>,D<2>>", Sizes::of([1, 3, 3], [2, 2]))];
    largest "max_pool2d": (Small) -> Image<D<2>, D<3>, D<3>, f64>,
        "∇X = unpool(δ, argmax X)",
        [("Pooling2d<_,D<2>>", Sizes { stride: 2, ..Sizes::of([2, 6, 7], [2, 2]) })];
    average "avg_pool2d": (Small) -> Image<D<2>, D<3>, D<3>, f64>,
        "∇X = avg_poolᵀ(δ)",
        [("Pooling2d<_,D<2>>", Sizes { stride: 2, ..Sizes::of([2, 6, 7], [2, 2]) })];
    global "global_avg_pool": (Small) -> Vector<D<2>, f64>, "∇X = δ 1ᵀ / n", [];
}

#[test]
fn in_latex() {
    assert_eq!(
        functions::lecture::LATEX,
        r"\nabla_{X} = \delta *^{\top} K \qquad \nabla_{K} = X \star \delta"
    );
    assert_eq!(
        functions::largest::LATEX,
        r"\nabla_{X} = \operatorname{unpool}\left( \delta, \operatorname{argmax} X \right)"
    );
}

/// A network as a function: what the engine makes of operations on images one after the other.
#[test]
fn one_after_the_other() {
    type Of<In> = Convolution2d<In, D<2>, D<3>>;

    #[differentiable]
    fn network(
        x: &Image<D<1>, D<6>, D<6>, f64>,
        k: &Tensor<(D<2>, D<1>, D<3>, D<3>), f64>,
        b: &Vector<D<2>, f64>,
        w: &Matrix<D<3>, D<8>, f64>,
    ) -> Vector<D<3>, f64> {
        let z = x.convolve::<Of<_>>(k).add_per_channel(b);
        w * relu(z).max_pool::<Pooling2d<_, D<2>>>().flatten()
    }

    assert_eq!(
        network::GRADIENTS,
        "∇X = R ∗ᵀ K   ∇K = X ⋆ R   ∇b = R 1   ∇W = δ reshape(max_pool(relu(Z)))ᵀ   \
         where Z = X ∗ K + b 1ᵀ, R = unpool(reshape(Wᵀ δ), argmax relu(Z)) ⊙ [Z > 0]"
    );
    let sizes = [
        ("Of<_>", Sizes::of([1, 6, 6], [3, 3])),
        (
            "Pooling2d<_,D<2>>",
            Sizes {
                stride: 2,
                ..Sizes::of([2, 4, 4], [2, 2])
            },
        ),
    ];
    let mut rng = Rng::new(1);
    let (x, k) = (
        Tensor::uniform(-1.0, 1.0, &mut rng),
        Tensor::uniform(-1.0, 1.0, &mut rng),
    );
    let (b, w) = (
        Vector::from([0.3, 0.1]),
        Matrix::uniform(-1.0, 1.0, &mut rng),
    );
    let delta = Vector::from([1.0, -0.5, 2.0]);
    let (_, gradient) = network::vjp(&x, &k, &b, &w, &delta);
    let parameters = [
        ("x", x.as_numbers()),
        ("k", k.as_numbers()),
        ("b", b.as_numbers()),
        ("w", w.as_numbers()),
    ];
    let computed = [
        gradient.x.as_numbers(),
        gradient.k.as_numbers(),
        gradient.b.as_numbers(),
        gradient.w.as_numbers(),
    ];
    for (formula, computed) in network::FORMULAS.iter().zip(&computed) {
        assert!(computed.amax() > 0.1, "{formula} vanishes");
        let found = evaluate_with(formula, &parameters, &[delta.as_numbers()], &sizes);
        assert_near(&formula.to_string(), &found, computed, TOLERANCE);
    }
}
