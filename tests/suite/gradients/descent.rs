//! The fused update against the stored gradient, for the expressions where an adjoint or a parameter is needed after it
//! would have been overwritten; and what is not finite, which changes nothing.

use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};
use typograd::network::{InputBatch, InputOf};
use typograd::op::Sqrt;
use typograd::prelude::*;
use typograd::train::StepError;
use typograd::zeroed;

use super::operations::operation;
use super::{descends_as_stored, samples, verify};

dims! { N = 3; M = 4; }

type V<X> = Vector<X, f64>;
type Mat<R, C> = Matrix<R, C, f64>;

operation! {
    // A parameter reads the adjoint that an operation would change in place.
    activation_below, ActivationBelow { w: Mat<N, N>, b: V<N> } |self, x: V<N>| -> V<N> { tanh(&self.w * x) + &self.b }
    hadamard_below, HadamardBelow { w: Mat<N, N>, u: V<N>, b: V<N> } |self, x: V<N>| -> V<N> {
        (&self.w * x).hadamard(&self.u) - &self.b
    }
    quotient_below, QuotientBelow { w: Mat<N, N>, u: V<N>, b: V<N> } |self, x: V<N>| -> V<N> {
        (&self.w * x).hadamard_div(&(exp(x) + &self.u.hadamard(&self.u))) + &self.b
    }
    scale_below, ScaleBelow { w: Mat<N, N>, b: V<N> } |self, x: V<N>| -> V<N> { 3.0 * (&self.w * x) + &self.b }
    scale_above, ScaleAbove { w: Mat<N, N>, b: V<N> } |self, x: V<N>| -> V<N> { -(&self.w * x + &self.b) }
    used_again, UsedAgain { w: Mat<N, N>, b: V<N> } |self, x: V<N>| -> V<N> {
        let h = &self.w * x;
        let s = sigmoid(&h);
        &h + &self.b + s
    }
    chain_of_sums, ChainOfSums { w: Mat<N, N>, b: V<N>, c: V<N> } |self, x: V<N>| -> V<N> {
        gelu(gelu(&self.w * x + &self.b) + &self.c + 1.0) + &self.b
    }

    // A parameter's gradient is computed from another, or from itself.
    hadamard_of_parameters, HadamardOfParameters { p: V<N>, q: V<N> } |self, x: V<N>| -> V<N> {
        self.p.hadamard(&self.q).hadamard(x)
    }
    hadamard_of_itself, HadamardOfItself { p: V<N> } |self, x: V<N>| -> V<N> { self.p.hadamard(&self.p).hadamard(x) }
    product_of_parameters, ProductOfParameters { w: Mat<M, N>, v: Mat<N, N> } |self, x: V<N>| -> V<M> {
        (&self.w * &self.v) * x
    }
    product_with_itself, ProductWithItself { w: Mat<N, N> } |self, x: V<N>| -> V<N> { (&self.w * &self.w) * x + &self.w * x }
    quotient_of_parameters, QuotientOfParameters { p: V<N>, q: V<N> } |self, x: V<N>| -> V<N> {
        self.p.hadamard_div(&(self.q.hadamard(&self.q) + 1.0)).hadamard(x)
    }
    number_of_parameters, NumberOfParameters { p: V<N>, s: Scalar<f64> } |self, x: V<N>| -> V<N> {
        (&self.p * &self.s + &self.p * self.p.norm_squared()) * x.dot(&self.p)
    }
    activation_of_a_parameter, ActivationOfAParameter { v: V<N>, w: Mat<N, N> } |self, x: V<N>| -> V<N> {
        sigmoid(&self.v).hadamard(&gelu(&self.w * x)) + gelu(&self.v)
    }
    transposed_and_summed, TransposedAndSummed { w: Mat<N, N>, v: V<N> } |self, x: V<N>| -> V<N> {
        self.w.transpose() * x * self.v.mean() + &self.v * self.w.trace() + &self.v * self.w.norm()
    }
    parameter_alone_unused, ParameterAloneUnused { w: Mat<N, N>, unused: V<N>, b: V<N> } |self, x: V<N>| -> V<N> {
        &self.w * x + &self.b
    }
}

/// Layers within: used twice, though their parameters' gradients read parameters; below a parameter; beside an unused one.
#[layer]
struct Around<L: Layer, K: Layer> {
    inner: L,
    other: K,
    unused: Scalar<f64>,
    b: V<N>,
}

#[layer]
impl<L: Layer<Elem = f64, In = (N,), Out = (N,)>, K: Layer<Elem = f64, In = (N,), Out = (N,)>>
    Around<L, K>
{
    fn forward(&self, x: &V<N>) -> V<N> {
        let h = self.inner.forward(&self.inner.forward(x));
        self.other.forward(&h) + &self.b + h
    }
}

#[test]
fn around() {
    type Leaf = Dense<N, N, Gelu, f64>;
    verify::<Around<HadamardOfParameters, ProductWithItself>>(1);
    verify::<Around<Leaf, ActivationBelow>>(2);
    verify::<Around<Around<HadamardOfItself, Leaf>, (Leaf, NumberOfParameters)>>(3);
    verify::<Around<Residual<HadamardOfParameters>, Residual<(UsedAgain, Leaf)>>>(4);
}

/// Dropout has no parameters, and hands on the gradient of its pass.
#[test]
fn dropout() {
    type Net = (
        Dense<N, M, Tanh, f64>,
        Dropout<(M,), 40, f64>,
        Residual<(Dense<M, M, Silu, f64>, Dropout<(M,), 30, f64>)>,
        Dense<M, N, Identity, f64>,
    );
    let mut net = Net::seeded(3);
    descends_as_stored(&mut net, &samples(3, 4));
}

/// A step's result with the gradient fused and with it stored; where it failed, nothing has changed.
fn both<N: Gradients<Elem = f64>>(
    seed: u64,
    x: &InputBatch<D<4>, N>,
    change: impl Fn(&mut N),
) -> [Result<f64, StepError>; 2] {
    let targets = vec![Tensor::zeros(); x.len()];
    let sgd = Sgd::default();
    let mut fused = Training::<N, Sgd, D<4>>::new();
    let mut stored = Training::<N, Clipped<Sgd>, D<4>>::new();
    for network in [&mut fused.network, &mut stored.network] {
        network.initialize(&mut Rng::new(seed));
        change(network);
    }
    let before = bits(&mut fused.network);
    let clipped = Clipped {
        optimizer: sgd,
        clip: Clip::Off,
    };
    let results = [
        fused.train_step(&sgd, &HalfSquaredError, x, &targets),
        stored.train_step(&clipped, &HalfSquaredError, x, &targets),
    ];
    if results[0].is_err() {
        assert_eq!(bits(&mut fused.network), before);
    }
    results
}

fn bits<N: Gradients<Elem = f64>>(network: &mut N) -> Vec<u64> {
    let mut all = Vec::new();
    N::zip([network], &mut |[w]: [&mut [f64]; 1]| {
        all.extend(w.iter().map(|w| w.to_bits()));
    });
    all
}

fn batch<N: Layer<Elem = f64>>(samples: &[InputOf<N>]) -> InputBatch<D<4>, N> {
    Batch::from_samples(samples).unwrap()
}

/// The loss is a number, the last layer's gradient too; that of the first is infinite, as √z is infinitely steep at 0.
#[test]
fn an_infinite_slope_in_the_first_layer() {
    type Net = (Dense<N, M, Sqrt, f64>, Dense<M, N, Identity, f64>);
    let x = batch::<Net>(&samples::<(N,)>(2, 1));
    let results = both::<Net>(2, &x, |net| {
        net.0.w.fill(0.0);
        net.1.b.fill(1.0);
    });
    assert_eq!(results, [Err(StepError::GradientNotFinite); 2]);
}

/// The same within a layer, which alone knows.
#[test]
fn an_infinite_slope_within_a_layer() {
    #[layer]
    struct Steep {
        w: Mat<N, N>,
        v: V<N>,
    }

    #[layer]
    impl Steep {
        fn forward(&self, x: &V<N>) -> V<N> {
            &self.v * sqrt((&self.w * x).norm_squared()) + x
        }
    }

    type Net = (Residual<Steep>, Dense<N, N, Tanh, f64>);
    let x = batch::<Net>(&samples::<(N,)>(3, 1));
    let results = both::<Net>(2, &x, |net| net.0.inner.w.fill(0.0));
    assert_eq!(results, [Err(StepError::GradientNotFinite); 2]);
}

/// What is divided by 0 is infinite, tanh of it is not, and its gradient is 0 / 0. What is divided by ∞ is 0, and so is its
/// gradient: that is a step.
#[test]
fn quotients() {
    #[layer]
    struct Over {
        w: V<N>,
    }

    #[layer]
    impl Over {
        fn forward(&self, x: &V<N>) -> V<N> {
            tanh(self.w.hadamard_div(x))
        }
    }

    let step = |divisor| {
        let mut x = samples::<(N,)>(2, 1);
        x[1][2] = divisor;
        both::<Over>(1, &batch::<Over>(&x), |net| net.w.fill(1.0))
    };
    assert_eq!(step(0.0), [Err(StepError::GradientNotFinite); 2]);
    let [fused, stored] = step(f64::INFINITY);
    assert_eq!((fused.is_ok(), fused), (true, stored));
}

type Mixed = (
    Dense<N, M, Tanh, f64>,
    Dropout<(M,), 40, f64>,
    Dense<M, N, Sigmoid, f64>,
    Residual<ActivationBelow>,
    Around<HadamardOfParameters, Dense<N, N, Softmax, f64>>,
    ChainOfSums,
);

proptest! {
    /// Whatever is not finite, and wherever: where the stored gradient is refused, so is the fused one.
    #[test]
    fn what_is_not_finite_changes_nothing(
        seed in 0_u64..1000,
        count in 1_usize..=4,
        place in 0_usize..12,
        value in prop::sample::select(vec![f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e3]),
    ) {
        let mut x = samples::<(N,)>(count, seed);
        x[place / 3 % count][place % 3] = value;
        let results = both::<Mixed>(seed, &batch::<Mixed>(&x), |_| {});
        prop_assert_eq!(results[0].is_ok(), results[1].is_ok());
        prop_assert_eq!(results[0].is_ok(), value.is_finite());
    }

    /// The same for a parameter that is not finite.
    #[test]
    fn a_parameter_that_is_not_finite(
        seed in 0_u64..1000,
        place in 0_usize..3,
        value in prop::sample::select(vec![f64::INFINITY, f64::NEG_INFINITY, f64::NAN]),
    ) {
        let x = batch::<Mixed>(&samples::<(N,)>(3, seed));
        let results = both::<Mixed>(seed, &x, |net| net.4.inner.q[place] = value);
        prop_assert!(results[0].is_err() && results[1].is_err());
    }

    /// Any rate, any decay, any number of samples, step after step.
    #[test]
    fn steps_agree(seed in 0_u64..1000, count in 1_usize..=4, rate in 0.0..0.2, decay in 0.0..0.5) {
        let x = batch::<Mixed>(&samples::<(N,)>(count, seed));
        let targets = vec![Tensor::ones(); count];
        let sgd = Sgd { learning_rate: rate, weight_decay: decay };
        let clipped = Clipped { optimizer: sgd, clip: Clip::Off };
        let mut fused = zeroed::<Training<Mixed, Sgd, D<4>>>();
        let mut stored = zeroed::<Training<Mixed, Clipped<Sgd>, D<4>>>();
        fused.network.initialize(&mut Rng::new(seed));
        stored.network.initialize(&mut Rng::new(seed));
        for _ in 0..3 {
            let a = fused.train_step_with(&sgd, &MeanSquaredError, &x, &targets, 0.5).unwrap();
            let b = stored.train_step_with(&clipped, &MeanSquaredError, &x, &targets, 0.5).unwrap();
            prop_assert!((a - b).abs() <= 1e-12 * a.abs());
        }
        super::assert_same(&mut fused.network, &mut stored.network);
    }
}
