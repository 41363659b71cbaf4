//! The layers against PyTorch, and against what they say of themselves.

use typograd::network::{InputBatch, OutputBatch};
use typograd::prelude::*;
use typograd::{boxed, zeroed};

use crate::golden::{assert_close, case, fill};

const LAYERS: &str = include_str!("../goldens/layers.json");

type Linear<T> = Dense<D<5>, D<4>, Identity, T>;

/// Weights, as PyTorch keeps them, and a bias.
type Parts<'a, T> = (Matrix<D<4>, D<5>, T>, &'a Vector<D<4>, T>);

/// Output, and the gradient in the input and in the parameters, of what is made `from` a dense layer, whose weights and
/// bias are a gradient's `parts`.
fn linear<N, T: Element>(from: fn(&Linear<T>) -> N, parts: fn(&N) -> Parts<'_, T>)
where
    N: Gradients<In = (D<5>,), Out = (D<4>,), Elem = T>,
{
    let golden = case(LAYERS, "linear");
    let mut layer = zeroed::<Linear<T>>();
    fill(layer.w.as_mut_slice(), &golden["params"]["weight"]);
    fill(layer.b.as_mut_slice(), &golden["params"]["bias"]);
    let layer = from(&layer);
    let mut x = boxed::<InputBatch<D<8>, N>>();
    x.set_len(3).unwrap();
    fill(x.as_mut_slice(), &golden["inputs"][0]);
    let mut buffers = boxed();
    let output = layer.infer::<D<8>>(&x, &mut buffers);
    assert_close("output", output.as_slice(), &golden["output"]);
    for (x, y) in x.samples().iter().zip(output) {
        let single = layer.forward(x);
        assert!(single.is_close(y, T::from_f64(1e-5)));
    }

    let mut saved = boxed();
    layer.record::<D<8>>(&x, &mut saved);
    let mut delta = boxed::<OutputBatch<D<8>, N>>();
    delta.set_len(3).unwrap();
    fill(delta.as_mut_slice(), &golden["G"]);
    let mut dx = boxed();
    let mut gradient = boxed::<Gradient<N>>();
    // The gradient is overwritten, whatever it held.
    N::zip([&mut *gradient], &mut |[g]: [&mut [T]; 1]| {
        g.fill(T::from_f64(f64::NAN));
    });
    layer.backward(&x, &mut saved, &mut delta, &mut gradient, Some(&mut dx));
    assert_close("∇x", dx.as_slice(), &golden["input_grads"][0]);
    let (w, b) = parts(&gradient);
    assert_close("∇W", w.as_slice(), &golden["param_grads"]["weight"]);
    assert_close("∇b", b.as_slice(), &golden["param_grads"]["bias"]);
}

#[test]
fn linear_in_both_precisions() {
    linear::<Linear<f64>, f64>(Clone::clone, |net| (net.w.clone(), &net.b));
    linear::<Linear<f32>, f32>(Clone::clone, |net| (net.w.clone(), &net.b));
}

#[test]
fn linear_transposed_in_both_precisions() {
    type Transposed<T> = DenseTransposed<D<5>, D<4>, Identity, T>;
    linear::<Transposed<f64>, f64>(|dense| dense.into(), |net| (net.v.transpose(), &net.b));
    linear::<Transposed<f32>, f32>(|dense| dense.into(), |net| (net.v.transpose(), &net.b));
}

/// Inputs and outputs are not mistaken for each other: with 6 inputs, He's uniform numbers reach to 1.
#[test]
fn transposed_weights_begin_by_their_inputs() {
    let reach = |v: &Matrix<D<6>, D<600>>| (v.norm_max(), v.norm_squared() / 3600.0);
    let mut v = Matrix::zeros();
    Initializer::HeUniform
        .transposed()
        .fill(&mut v, &mut Rng::new(1));
    let (most, variance) = reach(&v);
    assert!(0.99 < most && most <= 1.0 && (variance - 1.0 / 3.0).abs() < 0.02);
    let layer = DenseTransposed::<D<6>, D<600>, Relu>::seeded(1);
    assert!((reach(&layer.v).1 - 2.0 / 6.0).abs() < 0.03); // He's normal numbers
    assert_eq!(layer.b, Vector::zeros());
}

/// Without a bias it is the dense layer with a bias of zero.
#[test]
fn dense_without_bias() {
    let plain = DenseNoBias::<D<5>, D<4>, Tanh, f64>::seeded(3);
    let mut dense = Dense::<D<5>, D<4>, Tanh, f64>::seeded(1);
    dense.w = plain.w.clone();
    dense.b = Vector::zeros();
    let x = Vector::uniform(-1.0, 1.0, &mut Rng::new(2));
    assert_eq!(plain.forward(&x), dense.forward(&x));
}

#[test]
fn residual_adds_its_input() {
    type Block = Residual<(
        Dense<D<6>, D<9>, Gelu, f64>,
        Dense<D<9>, D<6>, Identity, f64>,
    )>;
    let block = Block::seeded(5);
    let mut x = boxed::<InputBatch<D<4>, Block>>();
    for seed in 0..3 {
        x.push(&Vector::uniform(-1.0, 1.0, &mut Rng::new(seed)))
            .unwrap();
    }
    let (mut buffers, mut saved) = (boxed(), boxed());
    let inferred = block.infer::<D<4>>(&x, &mut buffers);
    let recorded = block.record::<D<4>>(&x, &mut saved);
    for (x, (a, b)) in x.samples().iter().zip(inferred.into_iter().zip(recorded)) {
        let expected = x + block.inner.forward(x);
        assert!(a.is_close(&expected, 1e-14) && b.is_close(&expected, 1e-14));
    }
}

mod dropout {
    use super::*;

    type Layer20 = Dropout<(D<1000>,), 20, f64>;

    fn ones() -> Box<InputBatch<D<4>, Layer20>> {
        let mut x = boxed::<InputBatch<D<4>, Layer20>>();
        for _ in 0..4 {
            x.push(&Vector::ones()).unwrap();
        }
        x
    }

    #[test]
    fn does_nothing_in_inference() {
        let layer = Layer20::seeded(1);
        let x = ones();
        assert_eq!(layer.infer::<D<4>>(&x, &mut ()), &*x);
    }

    /// 20% fall, and the rest are divided by 0.8: the mean stays.
    #[test]
    fn drops_and_scales_in_training() {
        let layer = Layer20::seeded(1);
        let (x, mut saved) = (ones(), boxed());
        let y = layer.record::<D<4>>(&x, &mut saved);
        let fallen = y.as_slice().iter().filter(|y| **y == 0.0).count();
        assert!(y.as_slice().iter().all(|y| *y == 0.0 || *y == 1.25));
        // Of 4000 with a deviation of √(4000 · 0.2 · 0.8) = 25.
        assert!((700..900).contains(&fallen), "{fallen} of 4000");
    }

    #[test]
    fn repeats_with_its_seed_and_changes_with_the_pass() {
        let x = ones();
        let run = |seed| {
            let mut layer = Layer20::seeded(1);
            layer.set_seed(seed);
            let mut saved = boxed();
            let first = layer.record::<D<4>>(&x, &mut saved).as_slice().to_vec();
            let second = layer.record::<D<4>>(&x, &mut saved).as_slice().to_vec();
            (first, second)
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7).0, run(7).1);
        assert_ne!(run(7).0, run(8).0);
    }

    /// The gradient passes where the input passed.
    #[test]
    fn gradient_takes_the_same_mask() {
        let layer = Layer20::seeded(1);
        let (x, mut saved) = (ones(), boxed());
        let y = layer.record::<D<4>>(&x, &mut saved).clone();
        let (mut delta, mut dx) = (ones(), boxed());
        layer.backward_input::<D<4>>(&x, &mut saved, &mut delta, &mut dx);
        assert_eq!(*dx, y);
    }
}
