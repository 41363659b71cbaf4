//! A network of two layers learns what one unit cannot.

use std::fmt::Write;

use typograd::prelude::*;

use super::Told;
use super::perceptron::corners;

dims! { Bits = 2; pub(crate) Hidden = 4; Answer = 1; }

#[derive(Network)]
pub(crate) struct TwoLayers {
    pub(crate) hidden: Dense<Bits, Hidden, Tanh, f64>,
    pub(crate) logit: Dense<Hidden, Answer, Identity, f64>,
}

/// Trains from a seed, and returns the network with the loss before each of the steps.
pub(crate) fn learn(
    seed: u64,
    steps: usize,
) -> Result<(TwoLayers, Vec<f64>), Box<dyn std::error::Error>> {
    let samples = corners(|a, b| a ^ b);
    let inputs: Vec<Vector<Bits, f64>> = samples.iter().map(|(x, _)| x.relabel().clone()).collect();
    let targets: Vec<Vector<Answer, f64>> =
        samples.iter().map(|(_, y)| Vector::from([*y])).collect();
    let x = Batch::<D<4>, _, f64>::from_samples(&inputs)?;

    let mut run = Training::<TwoLayers, Momentum, D<4>>::new();
    run.network.initialize(&mut Rng::new(seed));
    let momentum = Momentum {
        learning_rate: 0.2,
        ..Momentum::default()
    };
    let losses: Result<_, _> = (0..steps)
        .map(|_| run.train_step(&momentum, &SigmoidBinaryCrossEntropy, &x, &targets))
        .collect();
    Ok((run.network, losses?))
}

/// The probability of 1.
pub(crate) fn answer(net: &TwoLayers, x: &Vector<D<2>, f64>) -> f64 {
    sigmoid(net.forward(x.relabel()))[0]
}

pub(crate) fn give() -> Told {
    let (net, losses) = learn(1, 300)?;
    let mut text = String::new();
    writeln!(
        text,
        "p = σ(W² tanh(W¹ x + b¹) + b²), with 4 hidden units; binary cross entropy; momentum.\n"
    )?;
    for step in [0, 10, 30, 100, 299] {
        writeln!(text, "  step {step:3}   loss {:.5}", losses[step])?;
    }
    writeln!(text)?;
    for (x, y) in corners(|a, b| a ^ b) {
        writeln!(
            text,
            "  {} XOR {} = {y}   p = {:.4}",
            x[0],
            x[1],
            answer(&net, &x)
        )?;
    }
    text.pop();
    Ok(text)
}
