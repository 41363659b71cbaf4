//! The checker itself: it finds what is wrong.

use typograd::check;
use typograd::kernel::Store;
use typograd::network::{InputBatch, InputOf, OutputBatch, OutputOf, Parameter, Path};
use typograd::prelude::*;

use super::samples;

/// A layer whose gradient is off by one part in a thousand.
#[derive(Clone)]
struct Wrong(Dense<D<3>, D<2>, Tanh, f64>);

#[allow(unsafe_code)] // what a derive would say of a layer of the user's own
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
    fn zip<T: Element, const K: usize>(parts: [&mut Self; K], each: &mut dyn FnMut([&mut [T]; K])) {
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

#[test]
fn finds_a_wrong_gradient() {
    let mut wrong = Wrong(Dense::seeded(1));
    let worst = check::gradients(&mut wrong, &samples(2, 1), 3);
    assert_eq!(worst.place, "dense.w[5]");
    assert!(worst.error() > 1e-6, "{worst}");
}

/// A `Backward` written by hand need not know the fused update: with the gradient stored, it is trained without.
#[test]
fn trains_without_the_fused_update() {
    let mut run = Training::<Wrong, Clipped<Sgd>, D<2>>::new();
    run.network.initialize(&mut Rng::new(1));
    let x = Batch::from_samples(&samples(2, 1)).unwrap();
    let targets = [Vector::zeros(), Vector::ones()];
    let mut step = || run.train_step(&Clipped::default(), &MeanSquaredError, &x, &targets);
    let first = step().unwrap();
    assert!(step().unwrap() < first);
}
