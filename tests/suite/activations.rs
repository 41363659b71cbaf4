//! Every activation against PyTorch, value and gradient, in `f64` and `f32`; and at the far ends of the line.

use typograd::network::{InputBatch, OutputBatch};
use typograd::op::{ClosedForm, Differentiable, Input, Pointwise, PointwiseDerivative};
use typograd::prelude::*;
use typograd::{Zeroed, boxed};

use crate::golden::{assert_close, case, fill};

const LAYERS: &str = include_str!("../goldens/layers.json");

type B = D<3>;
type Row = (D<5>,);

fn compare<F: Activation + Differentiable, T: Element>(name: &str) {
    let golden = case(LAYERS, name);
    let layer = Activate::<F, Row, T>::zeroed();
    let mut x = boxed::<InputBatch<B, Activate<F, Row, T>>>();
    x.set_len(3).unwrap();
    fill(x.as_mut_slice(), &golden["inputs"][0]);

    let mut buffers = boxed();
    let output = layer.infer::<B>(&x, &mut buffers);
    assert_close(name, output.as_slice(), &golden["output"]);

    let mut saved = boxed();
    let output = layer.record::<B>(&x, &mut saved);
    assert_close(name, output.as_slice(), &golden["output"]);

    let mut delta = boxed::<OutputBatch<B, Activate<F, Row, T>>>();
    delta.set_len(3).unwrap();
    fill(delta.as_mut_slice(), &golden["G"]);
    let mut dx = boxed::<InputBatch<B, Activate<F, Row, T>>>();
    layer.backward_input(&x, &mut saved, &mut delta, &mut dx);
    assert_close(
        &format!("∇ of {name}"),
        dx.as_slice(),
        &golden["input_grads"][0],
    );
}

macro_rules! activations {
    ($($test:ident: $name:literal, $type:ty;)*) => {
        $(
            #[test]
            fn $test() {
                compare::<$type, f64>($name);
                compare::<$type, f32>($name);
            }
        )*
    };
}

mod against_pytorch {
    use super::*;

    activations! {
        sigmoid: "sigmoid", Sigmoid;
        tanh: "tanh", Tanh;
        relu: "relu", Relu;
        leaky_relu: "leaky_relu", LeakyRelu;
        gelu: "gelu", Gelu;
        gelu_tanh: "gelu_tanh", GeluTanh;
        silu: "silu", Silu;
        softplus: "softplus", Softplus;
        elu: "elu", Elu;
        selu: "selu", Selu;
        mish: "mish", Mish;
        hard_swish: "hardswish", HardSwish;
        hard_sigmoid: "hardsigmoid", HardSigmoid;
        softsign: "softsign", Softsign;
        softmax: "softmax", Softmax;
        log_softmax: "log_softmax", LogSoftmax;
    }
}

/// The functions have limits at both ends, and reach them: no NaN, no overflow on the way.
#[test]
fn limits() {
    fn at<F: Activation>(x: f64) -> [f64; 2] {
        #[allow(clippy::cast_possible_truncation)] // ±1e4 and ±∞ are in range
        let narrow = f64::from(F::of(x as f32));
        [F::of(x), narrow]
    }
    for far in [1e4, f64::INFINITY] {
        for (name, low, high) in [
            ("sigmoid", at::<Sigmoid>(-far), at::<Sigmoid>(far)),
            (
                "hard sigmoid",
                at::<HardSigmoid>(-far),
                at::<HardSigmoid>(far),
            ),
            ("step", at::<Step>(-far), at::<Step>(far)),
        ] {
            assert_eq!((low, high), ([0.0; 2], [1.0; 2]), "{name} at ±{far}");
        }
        for (name, low, high) in [
            ("relu", at::<Relu>(-far), at::<Relu>(far)),
            ("softplus", at::<Softplus>(-far), at::<Softplus>(far)),
            ("silu", at::<Silu>(-far), at::<Silu>(far)),
            ("gelu", at::<Gelu>(-far), at::<Gelu>(far)),
            ("gelu tanh", at::<GeluTanh>(-far), at::<GeluTanh>(far)),
            ("mish", at::<Mish>(-far), at::<Mish>(far)),
            ("hard swish", at::<HardSwish>(-far), at::<HardSwish>(far)),
        ] {
            assert_eq!((low, high), ([0.0; 2], [far; 2]), "{name} at ±{far}");
        }
        assert_eq!((at::<Tanh>(-far), at::<Tanh>(far)), ([-1.0; 2], [1.0; 2]));
        assert_eq!((at::<Elu>(-far), at::<Elu>(far)), ([-1.0; 2], [far; 2]));
        for end in at::<Softsign>(far) {
            assert!((end - 1.0).abs() <= 1.1 / far, "softsign at {far}: {end}");
        }
    }
}

/// NaN is handed on, never hidden.
#[test]
fn nan_stays() {
    fn holds<F: Activation>() -> bool {
        let of_row = F::of(Vector::<D<3>, f64>::from([1.0, f64::NAN, 2.0]));
        F::of(f32::NAN).is_nan() && F::of(f64::NAN).is_nan() && of_row[1].is_nan()
    }
    assert!(holds::<Sigmoid>() && holds::<Tanh>() && holds::<Relu>() && holds::<LeakyRelu>());
    assert!(holds::<Gelu>() && holds::<GeluTanh>() && holds::<Silu>() && holds::<Softplus>());
    assert!(holds::<Elu>() && holds::<Selu>() && holds::<Mish>() && holds::<HardSwish>());
    assert!(holds::<HardSigmoid>() && holds::<Softsign>() && holds::<Step>());
    assert!(holds::<Softmax>() && holds::<LogSoftmax>() && holds::<Identity>());
}

/// A register at a time, value and derivative are what they are for single numbers, to a few ε: near 0, far from it, and
/// at infinity.
#[test]
fn lanes_agree_with_numbers() {
    fn agree<F: PointwiseDerivative, T: Element>() {
        let x: Vec<T> = (-600..=600)
            .map(|i| f64::from(i) / 20.0)
            .flat_map(|x| [x, x * x * x * 40.0])
            .chain([f64::INFINITY, f64::NEG_INFINITY])
            .map(T::from_f64)
            .collect();
        let close = |name, found: T, expected: T, x: T, epsilons| {
            let difference = (found - expected).abs();
            let tolerance = T::from_f64(epsilons) * T::epsilon() * (T::one() + expected.abs());
            assert!(
                found == expected || difference <= tolerance || found.is_nan() && expected.is_nan(),
                "{name} of {:?} at {x}: {found}, not {expected}",
                F::default()
            );
        };
        let mut y = x.clone();
        F::apply(&mut y, 1);
        for (x, y) in x.iter().zip(&y) {
            close("value", *y, F::value(*x), *x, 16.0);
        }
        let kept = <F::From as typograd::op::Keeps>::choose(&x, &y);
        let mut slope = vec![T::one(); kept.len()];
        F::pull_back(kept, &mut slope, 1);
        for (kept, slope) in kept.iter().zip(&slope) {
            // 1 − t² cancels where a tanh t is near 1, and is multiplied by x or even x³.
            close("slope", *slope, F::derivative(*kept), *kept, 256.0);
        }
    }
    fn both<F: PointwiseDerivative>() {
        agree::<F, f32>();
        agree::<F, f64>();
    }
    both::<Sigmoid>();
    both::<Tanh>();
    both::<Softplus>();
    both::<Gelu>();
    both::<GeluTanh>();
    both::<Silu>();
    both::<Mish>();
    both::<Elu>();
    both::<Elu<3, 2>>();
    both::<Selu>();
    both::<typograd::op::Sin>();
    both::<typograd::op::Cos>();
    both::<typograd::op::Exp>();
    both::<typograd::op::Ln>();
}

/// An activation that asks for registers and has no function of them is computed lane by lane.
#[test]
fn lanes_by_default() {
    #[derive(Clone, Copy, Debug, Default)]
    struct Cube;
    impl Pointwise for Cube {
        const PAPER: ClosedForm = ClosedForm {
            value: "y = x³",
            vjp: &["∇x = 3 δ ⊙ x²"],
            jvp: "ẏ = 3 x² ⊙ ẋ",
        };
        const LANES: bool = true;
        fn value<T: Element>(x: T) -> T {
            x * x * x
        }
    }
    impl PointwiseDerivative for Cube {
        type From = Input;
        const DERIVATIVE_LANES: bool = true;
        fn derivative<T: Element>(x: T) -> T {
            T::from_f64(3.0) * x * x
        }
    }
    let x: Vec<f32> = (0..37_u8).map(f32::from).collect();
    let (mut y, mut delta) = (x.clone(), vec![1.0; 37]);
    Cube::apply(&mut y, 37);
    Cube::pull_back(&x, &mut delta, 37);
    for i in 0..37 {
        assert_eq!((y[i], delta[i]), (x[i].powi(3), 3.0 * x[i] * x[i]));
    }
}

/// Softmax is a distribution at any logits, and log-softmax its logarithm.
#[test]
fn softmax_at_extremes() {
    let inf = f64::INFINITY;
    for (logits, expected) in [
        ([1e4, 0.0, -1e4], [1.0, 0.0, 0.0]),
        ([-1e4, -1e4, -1e4], [1.0 / 3.0; 3]),
        ([inf, 0.0, 1.0], [1.0, 0.0, 0.0]),
        ([inf, inf, 1.0], [0.5, 0.5, 0.0]),
        ([-inf, 0.0, 0.0], [0.0, 0.5, 0.5]),
    ] {
        let z = Vector::<D<3>, f64>::from(logits);
        assert!(
            softmax(&z).is_close(&Vector::from(expected), 1e-15),
            "{logits:?}"
        );
        let log = log_softmax(&z).map(f64::exp);
        assert!(
            log.is_close(&Vector::from(expected), 1e-15),
            "log of {logits:?}"
        );
    }
    assert!(softmax(&Vector::<D<2>, f64>::full(-inf))[0].is_nan());
}

/// Softmax acts on the rows of a matrix.
#[test]
fn softmax_of_a_matrix() {
    let m = Matrix::<D<2>, D<3>, f64>::from([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]);
    let rows = softmax(&m).sum_axis::<1>();
    assert!(rows.is_close(&Vector::ones(), 1e-15));
    assert!(
        softmax(&m)
            .row(1)
            .t()
            .is_close(&Vector::full(1.0 / 3.0), 1e-15)
    );
}
