//! Derived gradients against finite differences, and reverse mode against forward mode: every layer, loss and
//! operation, and networks of them.

use typograd::check;
use typograd::prelude::*;

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

macro_rules! verify {
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

/// A dense layer with each activation.
mod dense {
    use super::*;

    type With<F> = Dense<D<4>, D<3>, F, f64>;

    verify! {
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

mod composed {
    use super::*;

    dims! { In = 4; Hidden = 5; Out = 3; }

    #[derive(Network)]
    struct Inner {
        first: Dense<Hidden, Hidden, Tanh, f64>,
        second: DenseNoBias<Hidden, Hidden, Silu, f64>,
    }

    type Leave = (
        Dense<Hidden, Out, Identity, f64>,
        Activate<LogSoftmax, (Out,), f64>,
    );

    #[derive(Network)]
    struct Deep {
        enter: Dense<In, Hidden, Gelu, f64>,
        block: Residual<Inner>,
        again: Residual<Residual<Dense<Hidden, Hidden, Mish, f64>>>,
        squash: Activate<Softplus, (Hidden,), f64>,
        leave: Leave,
    }

    /// Generic in its dimensions and its activation.
    #[derive(Network)]
    struct Wide<H: Dim, F: Activation> {
        enter: Dense<In, H, F, f64>,
        leave: Dense<H, Out, Softmax, f64>,
    }

    verify! {
        deep: Deep;
        generic: Wide<D<7>, Sigmoid>;
        tuple: (Dense<In, Hidden, Tanh, f64>, Dense<Hidden, Hidden, Gelu, f64>, Dense<Hidden, Out, Identity, f64>);
        single: (Dense<In, Out, Tanh, f64>,);
        activation: Activate<Tanh, (D<2>, D<3>), f64>;
        softmax_of_rows: Activate<Softmax, (D<2>, D<3>), f64>;
        residual_of_an_image: Residual<Activate<Gelu, (D<2>, D<2>, D<3>), f64>>;
    }

    /// Dropout draws the same mask in each fresh workspace, so its gradient can be checked too.
    #[test]
    fn dropout() {
        type Net = (
            Dense<In, Hidden, Tanh, f64>,
            Dropout<(Hidden,), 40, f64>,
            Dense<Hidden, Out, Identity, f64>,
        );
        let mut net = Net::seeded(3);
        let worst = check::gradients(&mut net, &samples(3, 4), 5);
        assert!(worst.error() < 1e-9, "{worst}");
    }
}

/// One layer for each thing a forward expression may hold: all operations, in all the roles of their operands.
mod operation {
    use super::*;

    dims! { N = 3; M = 4; }

    type V<X> = Vector<X, f64>;
    type Mat<R, C> = Matrix<R, C, f64>;

    macro_rules! operation {
        ($($test:ident, $name:ident { $($field:ident: $ty:ty),* } |$this:ident, $x:ident: $in:ty| -> $out:ty $body:block)*) => {
            $(
                #[layer]
                struct $name { $($field: $ty),* }

                #[layer]
                impl $name {
                    fn forward(&$this, $x: &$in) -> $out $body
                }

                #[test]
                fn $test() {
                    verify::<$name>(1);
                    verify::<$name>(2);
                }
            )*
        };
    }

    operation! {
        matrix_vector, MatrixVector { w: Mat<M, N> } |self, x: V<N>| -> V<M> { &self.w * x }
        transposed_vector, TransposedVector { w: Mat<N, M> } |self, x: V<N>| -> V<M> { self.w.t() * x }
        row_matrix, RowMatrix { w: Mat<N, M> } |self, x: V<N>| -> RowVector<M, f64> { x.t() * &self.w }
        row_transposed, RowTransposed { w: Mat<M, N> } |self, x: V<N>| -> RowVector<M, f64> { x.t() * self.w.t() }
        matrix_matrix, MatrixMatrix { w: Mat<M, N> } |self, x: Mat<N, M>| -> Mat<M, M> { &self.w * x }
        matrix_right, MatrixRight { w: Mat<M, N> } |self, x: Mat<N, M>| -> Mat<N, N> { x * &self.w }
        left_transposed, LeftTransposed { w: Mat<N, M> } |self, x: Mat<N, M>| -> Mat<M, M> { self.w.t() * x }
        right_transposed, RightTransposed { w: Mat<M, N> } |self, x: Mat<M, N>| -> Mat<M, M> { x * self.w.t() }
        both_transposed, BothTransposed { w: Mat<N, M> } |self, x: Mat<M, N>| -> Mat<M, M> { self.w.t() * x.t() }
        gram, Gram {} |self, x: Mat<M, N>| -> Mat<N, N> { x.t() * x }
        cube, Cube {} |self, x: Mat<N, N>| -> Mat<N, N> { x * x * x }
        scaled, Scaled { s: Scalar<f64> } |self, x: V<N>| -> V<N> { x * x.dot(x) }
        dot, Dot { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * self.w.dot(x) }
        outer, Outer { w: V<M> } |self, x: V<N>| -> Mat<M, N> { self.w.outer(x) }
        outer_of_inputs, OuterOfInputs {} |self, x: V<N>| -> Mat<N, N> { x * x.t() }
        quadratic, Quadratic { a: Mat<N, N>, u: V<N> } |self, x: V<N>| -> V<N> { &self.u * (x.t() * &self.a * x) }
        add, AddTwo { b: V<N> } |self, x: V<N>| -> V<N> { x + &self.b }
        add_to_itself, AddItself {} |self, x: V<N>| -> V<N> { x + x }
        subtract, SubtractTwo { b: V<N>, w: Mat<N, N> } |self, x: V<N>| -> V<N> { &self.b - (&self.w * x - x) }
        add_number, AddNumber { w: V<N> } |self, x: V<N>| -> V<N> { x + self.w.dot(x) }
        subtract_number, SubtractNumber { w: V<N> } |self, x: V<N>| -> V<N> { x - self.w.dot(x) }
        hadamard, HadamardTwo { w: V<N> } |self, x: V<N>| -> V<N> { self.w.hadamard(x) }
        hadamard_of_inputs, HadamardInputs { w: Mat<N, N> } |self, x: V<N>| -> V<N> { (&self.w * x).hadamard(&sigmoid(x)) }
        hadamard_square, HadamardSquare {} |self, x: V<N>| -> V<N> { x.hadamard(x) }
        quotient, QuotientTwo { w: V<N> } |self, x: V<N>| -> V<N> { self.w.hadamard_div(&(exp(x) + 1.0)) }
        quotient_by_number, QuotientNumber {} |self, x: V<N>| -> V<N> { x / (x.norm_squared() + 1.0) }
        number_over, NumberOver { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * (2.0 / (1.0 + x.norm_squared())) }
        sum, SumOf { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * exp(x).sum() }
        mean, MeanOf { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * exp(x).mean() }
        trace, TraceOf { w: Mat<N, N> } |self, x: Mat<N, N>| -> Mat<N, N> { x * (&self.w * x).trace() }
        norm, NormOf { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * x.norm() }
        norm_squared, NormSquaredOf { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * x.norm_squared() }
        norm_of_parameter, NormOfParameter { w: Mat<M, N> } |self, x: V<N>| -> V<M> { (&self.w * x) / self.w.norm() }
        transpose, TransposeOf { w: Mat<N, M> } |self, x: Mat<M, N>| -> Mat<N, M> { x.transpose() + &self.w }
        lazily_transposed, LazilyTransposed { w: Mat<N, M> } |self, x: Mat<M, N>| -> Mat<M, M> { let t = self.w.t(); t * x.t() }
        reshape, Reshaped { w: Mat<N, N> } |self, x: V<D<6>>| -> Mat<D<2>, N> { x.reshape::<(D<2>, N)>() * &self.w }
        relabel, Relabelled { w: V<D<3>> } |self, x: V<N>| -> V<D<3>> { x.relabel::<(D<3>,)>() + &self.w }
        constants, Constants {} |self, x: V<N>| -> V<N> { -(2.0 * x - 1.0) / 4.0 + 0.5 }
        elementary, Elementary {} |self, x: V<N>| -> V<N> {
            let positive = square(x) + 0.5;
            ln(&positive) + sqrt(&positive) + recip(&positive) + sin(x).hadamard(&cos(x)) + abs(x)
        }
        of_numbers, OfNumbers { w: V<N> } |self, x: V<N>| -> V<N> {
            let s = x.dot(&self.w) / 4.0;
            x * (s.sin() + s.tanh() * s.exp() + s.cos().abs() + (s * s + 3.0).sqrt().ln().recip())
        }
        shared_intermediate, SharedIntermediate { w: Mat<N, N>, u: V<N> } |self, x: V<N>| -> V<N> {
            let gate = sigmoid(&self.w * x);
            let once = gate.hadamard(x);
            let twice = gate.hadamard(&once);
            once + twice + gate
        }
        parameters_alone, ParametersAlone { w: Mat<N, N>, u: V<N> } |self, x: V<N>| -> V<N> {
            let direction = &self.w * &self.u;
            let unit = &direction / direction.norm();
            unit.hadamard(x) + direction
        }
        weight_used_thrice, WeightUsedThrice { w: Mat<N, N> } |self, x: V<N>| -> V<N> {
            let once = tanh(&self.w * x);
            let twice = tanh(&self.w * &once);
            tanh(&self.w * &twice)
        }
        all_activations, AllActivations {} |self, x: V<N>| -> V<N> {
            let a = sigmoid(x) + tanh(x) + relu(x) + leaky_relu(x) + gelu(x);
            let b = gelu_tanh(x) + silu(x) + softplus(x) + elu(x) + selu(x);
            let c = mish(x) + hard_swish(x) + softsign(x);
            a.hadamard(&b) + c.hadamard(&softmax(x)) + log_softmax(x)
        }
        input_itself, InputItself {} |self, x: V<N>| -> V<N> { x.clone() }
        blocks, Blocks { b: V<N> } |self, x: V<N>| -> V<N> {
            let y = { let x = x + &self.b; x.hadamard(&x) };
            #[allow(clippy::let_and_return)] // that a name may be the output is what is tried
            let x = 3.0 * (-(-y));
            x
        }
    }

    /// Layers within a layer: one used twice, one whose input is needed elsewhere.
    #[layer]
    struct Nested<L: Layer> {
        inner: L,
        dense: Dense<N, N, Tanh, f64>,
        w: Mat<N, N>,
    }

    #[layer]
    impl<L: Layer<Elem = f64, In = (N,), Out = (N,)>> Nested<L> {
        fn forward(&self, x: &V<N>) -> V<N> {
            let h = self.dense.forward(x);
            let twice = self.inner.forward(&self.inner.forward(&h));
            (&self.w * &h).hadamard(&twice) + self.dense.forward(&twice) + x
        }
    }

    #[test]
    fn nested() {
        verify::<Nested<Dense<N, N, Gelu, f64>>>(1);
        verify::<Nested<Nested<Dense<N, N, Sigmoid, f64>>>>(2);
        verify::<Nested<(Dense<N, M, Tanh, f64>, Dense<M, N, Silu, f64>)>>(3);
    }
}

mod losses {
    use super::*;

    fn target<S: Shape>(seed: u64) -> Tensor<S, f64> {
        softmax(Tensor::normal(0.0, 1.0, &mut Rng::new(seed)))
    }

    fn verify<L: Loss<(D<4>,), f64>>(
        loss: &L,
        outputs: &[Vector<D<4>, f64>],
        targets: &[L::Target],
    ) {
        let worst = check::loss(loss, outputs, targets);
        assert!(
            worst.error() < 1e-10,
            "{}: {worst}",
            std::any::type_name::<L>()
        );
    }

    #[test]
    fn all() {
        let outputs = samples(3, 5);
        let targets = [target(1), target(2), target(3)];
        let probabilities: Vec<_> = outputs.iter().map(|z| sigmoid(z / 2.0)).collect();
        verify(&MeanSquaredError, &outputs, &targets);
        verify(&HalfSquaredError, &outputs, &targets);
        verify(&MeanAbsoluteError, &outputs, &targets);
        verify(&Huber { delta: 0.7 }, &outputs, &targets);
        verify(
            &Hinge,
            &outputs,
            &targets
                .clone()
                .map(|t| t.map(|t| if t > 0.2 { 1.0 } else { -1.0 })),
        );
        verify(&BinaryCrossEntropy, &probabilities, &targets);
        verify(&SigmoidBinaryCrossEntropy, &outputs, &targets);
        verify(&SoftTargetCrossEntropy, &outputs, &targets);
        verify(&KlDivergence, &outputs, &targets);
        let labels = [0, 3, 1].map(|i| Label::new(i).unwrap());
        verify(&SoftmaxCrossEntropy::default(), &outputs, &labels);
        verify(
            &SoftmaxCrossEntropy {
                label_smoothing: 0.3,
            },
            &outputs,
            &labels,
        );
    }
}

/// The checker finds what is wrong: a layer whose gradient is off by one part in a thousand.
#[test]
fn the_checker_finds_a_wrong_gradient() {
    use typograd::kernel::Store;
    use typograd::network::{InputBatch, InputOf, OutputBatch, OutputOf, Parameter, Path};

    #[derive(Clone)]
    struct Wrong(Dense<D<3>, D<2>, Tanh, f64>);

    #[allow(unsafe_code)]
    // SAFETY: a dense layer may be zero.
    unsafe impl typograd::Zeroed for Wrong {}

    impl Parameters for Wrong {
        const COUNT: usize = 8;
        fn initialize(&mut self, rng: &mut Rng) {
            self.0.initialize(rng);
        }
        fn visit<T: Element>(&self, path: &Path<'_>, visitor: &mut dyn FnMut(Parameter<'_, T>)) {
            self.0.visit(&path.field("dense"), visitor);
        }
        fn zip<T: Element, const K: usize>(
            parts: [&mut Self; K],
            each: &mut dyn FnMut([&mut [T]; K]),
        ) {
            Dense::zip(parts.map(|part| &mut part.0), each);
        }
    }

    impl Layer for Wrong {
        type Elem = f64;
        type In = (D<3>,);
        type Out = (D<2>,);
        type Buffers<B: Dim> = <Dense<D<3>, D<2>, Tanh, f64> as Layer>::Buffers<B>;
        fn forward(&self, x: &InputOf<Self>) -> OutputOf<Self> {
            self.0.forward(x)
        }
        fn infer<'a, B: Dim>(
            &'a self,
            x: &'a InputBatch<B, Self>,
            buffers: &'a mut Self::Buffers<B>,
        ) -> &'a OutputBatch<B, Self> {
            self.0.infer(x, buffers)
        }
    }

    impl Backward for Wrong {
        type Saved<B: Dim> = <Dense<D<3>, D<2>, Tanh, f64> as Backward>::Saved<B>;
        fn record<'a, B: Dim>(
            &'a self,
            x: &'a InputBatch<B, Self>,
            saved: &'a mut Self::Saved<B>,
        ) -> &'a OutputBatch<B, Self> {
            self.0.record(x, saved)
        }
        fn output<'a, B: Dim>(
            x: &'a InputBatch<B, Self>,
            saved: &'a Self::Saved<B>,
        ) -> &'a OutputBatch<B, Self> {
            <Dense<D<3>, D<2>, Tanh, f64>>::output(x, saved)
        }
        fn pull_back<B: Dim>(
            &self,
            x: &InputBatch<B, Self>,
            saved: &mut Self::Saved<B>,
            delta: &mut OutputBatch<B, Self>,
            mut gradient: Option<(&mut Self, Store<f64>)>,
            dx: Option<&mut InputBatch<B, Self>>,
        ) {
            let inner = gradient
                .as_mut()
                .map(|(gradient, store)| (&mut gradient.0, *store));
            self.0.pull_back(x, saved, delta, inner, dx);
            if let Some((gradient, _)) = gradient {
                gradient.0.w[(1, 2)] *= 1.001;
            }
        }
    }

    let mut wrong = Wrong(Dense::seeded(1));
    let worst = check::gradients(&mut wrong, &samples(2, 1), 3);
    assert_eq!(worst.place, "dense.w[5]");
    assert!(worst.error() > 1e-6, "{worst}");
}
