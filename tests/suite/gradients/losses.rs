//! Losses: δ against finite differences.

use typograd::check;
use typograd::prelude::*;

use super::samples;

fn target<S: Shape>(seed: u64) -> Tensor<S, f64> {
    softmax(Tensor::normal(0.0, 1.0, &mut Rng::new(seed)))
}

fn verify<L: Loss<(D<4>,), f64>>(loss: &L, outputs: &[Vector<D<4>, f64>], targets: &[L::Target]) {
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
