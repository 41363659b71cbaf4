//! Training, generic over the network, the optimizer and the loss: bounds that are short.

use typograd::prelude::*;

use typograd::network::{InputBatch, InputOf};

fn falls<N, O, L>(optimizer: &O, loss: &L, x: &InputBatch<D<4>, N>, targets: &[L::Target]) -> bool
where
    N: Gradients,
    O: Optimizer,
    L: Loss<N::Out, N::Elem>,
{
    let mut run = Training::<N, O, D<4>>::new();
    run.network.initialize(&mut Rng::new(1));
    let first = run.train_step(optimizer, loss, x, targets).unwrap();
    for _ in 0..20 {
        run.train_step(optimizer, loss, x, targets).unwrap();
    }
    run.train_step(optimizer, loss, x, targets).unwrap() < first
}

fn samples<N: Layer>() -> Vec<InputOf<N>> {
    let mut rng = Rng::new(1);
    let one = N::Elem::from_f64(1.0);
    (0..4)
        .map(|_| Tensor::uniform(-one, one, &mut rng))
        .collect()
}

#[test]
fn runs() {
    type Net = (Dense<D<3>, D<8>, Tanh>, Dense<D<8>, D<2>>);
    let x = Batch::from_samples(&samples::<Net>()).unwrap();
    let labels = [0, 1, 0, 1].map(|class| Label::new(class).unwrap());
    let targets = [[0.0, 1.0], [1.0, 0.0], [0.5, 0.5], [1.0, 1.0]].map(Vector::from);
    let sgd = Sgd {
        learning_rate: 0.1,
        ..Sgd::default()
    };
    assert!(falls::<Net, _, _>(
        &sgd,
        &SoftmaxCrossEntropy::default(),
        &x,
        &labels
    ));
    assert!(falls::<Net, _, _>(
        &Adam::default(),
        &MeanSquaredError,
        &x,
        &targets
    ));
}
