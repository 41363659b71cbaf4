//! Regression: to a number, and to a vector.

use std::error::Error;
use std::fmt::Write;

use typograd::data::{Dataset, UnequalError};
use typograd::prelude::*;

use super::Told;

dims! { Time = 1; Hidden = 24; Height = 1; pub(crate) Angles = 2; pub(crate) Hand = 2; }

type Curve = (
    Dense<Time, Hidden, Tanh>,
    Dense<Hidden, Hidden, Tanh>,
    Dense<Hidden, Height>,
);
type Arm = (
    Dense<Angles, Hidden, Tanh>,
    Dense<Hidden, Hidden, Tanh>,
    Dense<Hidden, Hand>,
);

type Samples<In, Out> = Dataset<Tensor<In>, Tensor<Out>>;

/// R² = 1 − Σ ‖y − ŷ‖² / Σ ‖y − ȳ‖², over all components.
pub(crate) fn r_squared<S: Shape>(outputs: &[Tensor<S>], targets: &[Tensor<S>]) -> f64 {
    let mut mean = Tensor::<S, f64>::zeros();
    for y in targets {
        for (mean, y) in mean.iter_mut().zip(y) {
            *mean += f64::from(*y) / targets.len() as f64;
        }
    }
    let (mut left, mut total) = (0.0, 0.0);
    for (output, y) in outputs.iter().zip(targets) {
        for ((output, y), mean) in output.iter().zip(y).zip(&mean) {
            left += f64::from(output - y).powi(2);
            total += (f64::from(*y) - mean).powi(2);
        }
    }
    1.0 - left / total
}

/// sin 2t + t / 2, with noise of 0.1.
fn curve(count: usize, rng: &mut Rng) -> Result<Samples<(Time,), (Height,)>, UnequalError> {
    let pairs = (0..count).map(|_| {
        let t: f32 = rng.uniform(-2.0, 2.0);
        let y = (2.0 * t).sin() + t / 2.0 + rng.normal(0.0, 0.1_f32);
        (Vector::from([t]), Vector::from([y]))
    });
    let (inputs, targets) = pairs.unzip();
    Dataset::new(inputs, targets)
}

/// Where the hand of an arm with two joints is, whose parts are 1 and 0.7 long.
fn arm(count: usize, rng: &mut Rng) -> Result<Samples<(Angles,), (Hand,)>, UnequalError> {
    let pairs = (0..count).map(|_| {
        let (a, b): (f32, f32) = (rng.uniform(-1.5, 1.5), rng.uniform(-1.5, 1.5));
        let hand = [a.cos() + 0.7 * (a + b).cos(), a.sin() + 0.7 * (a + b).sin()];
        (Vector::from([a, b]), Vector::from(hand))
    });
    let (inputs, targets) = pairs.unzip();
    Dataset::new(inputs, targets)
}

/// Trains on some samples, and returns R² on others.
fn fit<N: Gradients + Layer<Elem = f32>>(
    train: &Samples<N::In, N::Out>,
    test: &Samples<N::In, N::Out>,
) -> Result<f64, Box<dyn Error>> {
    let adam = Adam {
        learning_rate: 0.01,
        ..Adam::default()
    };
    let mut trainer = Trainer::<N, _, _>::new(adam, MeanSquaredError, 1);
    let epochs = 150;
    let settings = Fit {
        epochs,
        seed: 1,
        schedule: Schedule::Cosine {
            warm_up: 20,
            steps: epochs * train.len().div_ceil(32),
            last: 0.0,
        },
        ..Fit::default()
    };
    trainer.fit_with(train, None, &settings, |_| {})?;
    let outputs = test.inputs().iter().map(|x| trainer.network().forward(x));
    Ok(r_squared(&outputs.collect::<Vec<_>>(), test.targets()))
}

/// R² of a curve, on samples that were not learnt from.
pub(crate) fn to_a_number() -> Result<f64, Box<dyn Error>> {
    let rng = &mut Rng::new(5);
    fit::<Curve>(&curve(400, rng)?, &curve(200, rng)?)
}

/// R² of the place of a hand.
pub(crate) fn to_a_vector() -> Result<f64, Box<dyn Error>> {
    let rng = &mut Rng::new(6);
    fit::<Arm>(&arm(800, rng)?, &arm(200, rng)?)
}

pub(crate) fn give() -> Told {
    let mut text = String::new();
    writeln!(
        text,
        "Synthetic data, mean squared error, identity at the output; R² on samples not learnt from.\n"
    )?;
    writeln!(
        text,
        "  ℝ¹ → ℝ¹   y = sin 2t + t/2 and noise of 0.1             R² = {:.4}",
        to_a_number()?
    )?;
    write!(
        text,
        "  ℝ² → ℝ²   the hand of an arm, from its two angles      R² = {:.4}",
        to_a_vector()?
    )?;
    Ok(text)
}
