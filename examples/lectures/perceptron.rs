//! Rosenblatt's perceptron: ŷ = step(wᵀx + b), and w ← w + (y − ŷ) x at each mistake.

use std::fmt::{self, Write};

use typograd::prelude::*;

use super::Told;

type Plane = Vector<D<2>, f64>;
/// A point, and 1 or 0.
pub(crate) type Sample = (Plane, f64);

/// One unit with a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Perceptron {
    pub(crate) w: Plane,
    pub(crate) b: f64,
}

/// A perceptron that will never be done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NotLearnt {
    /// After this epoch it had the very weights that it had after an earlier one: all repeats from there.
    Repeats { epoch: usize, since: usize },
    /// It still made mistakes after as many epochs.
    Limit { epochs: usize, mistakes: usize },
}

impl fmt::Display for NotLearnt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeats { epoch, since } => write!(
                f,
                "after epoch {epoch} the weights are those after epoch {since}: it goes in circles, and will never be done"
            ),
            Self::Limit { epochs, mistakes } => {
                write!(f, "there were {mistakes} mistakes yet in epoch {epochs}")
            }
        }
    }
}

impl std::error::Error for NotLearnt {}

impl Perceptron {
    pub(crate) fn decide(&self, x: &Plane) -> f64 {
        let z = Vector::<D<1>, f64>::from([self.w.dot(x) + self.b]);
        step(z)[0]
    }

    /// Goes over the samples until none is mistaken; returns how many corrections there were, and epochs.
    pub(crate) fn learn(
        &mut self,
        samples: &[Sample],
        epochs: usize,
    ) -> Result<(usize, usize), NotLearnt> {
        let (mut corrections, mut seen) = (0, vec![self.clone()]);
        for epoch in 1..=epochs {
            let mut mistakes = 0;
            for (x, y) in samples {
                let error = y - self.decide(x);
                self.w.add_scaled(error, x);
                self.b += error;
                mistakes += usize::from(error != 0.0);
            }
            if mistakes == 0 {
                return Ok((corrections, epoch));
            }
            corrections += mistakes;
            // From the same weights the same follows.
            if let Some(since) = seen.iter().position(|before| before == self) {
                return Err(NotLearnt::Repeats { epoch, since });
            }
            seen.push(self.clone());
            if epoch == epochs {
                return Err(NotLearnt::Limit { epochs, mistakes });
            }
        }
        Err(NotLearnt::Limit {
            epochs,
            mistakes: samples.len(),
        })
    }
}

/// Points of a square, told apart by the line x₁ + 2 x₂ = 0.5, none nearer to it than 0.1.
pub(crate) fn separable(count: usize, seed: u64) -> Vec<Sample> {
    let mut rng = Rng::new(seed);
    let mut samples = Vec::new();
    while samples.len() < count {
        let x = Plane::uniform(-1.0, 1.0, &mut rng);
        let distance = (x[0] + 2.0 * x[1] - 0.5) / 5.0_f64.sqrt();
        if distance.abs() >= 0.1 {
            samples.push((x, f64::from(u8::from(distance > 0.0))));
        }
    }
    samples
}

/// The number of corrections that no separable problem needs more than: (R / γ)² for points, with a 1 beside them, within R of 0 and at
/// least γ from the plane (Novikoff, 1962).
pub(crate) fn novikoff(samples: &[Sample]) -> f64 {
    let reach = samples
        .iter()
        .map(|(x, _)| x.norm_squared() + 1.0)
        .fold(0.0, f64::max);
    let normal = (1.0_f64 + 4.0 + 0.25).sqrt();
    let margins = samples
        .iter()
        .map(|(x, _)| (x[0] + 2.0 * x[1] - 0.5).abs() / normal);
    reach / margins.fold(f64::INFINITY, f64::min).powi(2)
}

/// The four corners of a square, 1 where `f` says so.
pub(crate) fn corners(f: impl Fn(bool, bool) -> bool) -> Vec<Sample> {
    let bits = [(false, false), (false, true), (true, false), (true, true)];
    let number = |bit: bool| f64::from(u8::from(bit));
    bits.map(|(a, b)| (Vector::from([number(a), number(b)]), number(f(a, b))))
        .to_vec()
}

pub(crate) fn give() -> Told {
    let mut text = String::new();
    writeln!(
        text,
        "ŷ = step(wᵀx + b);  at each mistake  w ← w + (y − ŷ) x,  b ← b + (y − ŷ)\n"
    )?;

    let samples = separable(200, 1);
    let mut unit = Perceptron::default();
    let (corrections, epochs) = unit.learn(&samples, 1000)?;
    writeln!(
        text,
        "200 points that a line tells apart: learnt in {epochs} epochs, by {corrections} corrections\n\
         (Novikoff's bound is {:.0}). The line x₁ + 2 x₂ = 0.5 was meant; found was\n\
         {:.2} x₁ + {:.2} x₂ = {:.2}.\n",
        novikoff(&samples),
        unit.w[0],
        unit.w[1],
        -unit.b
    )?;
    for (name, f) in [
        ("AND", (|a, b| a & b) as fn(bool, bool) -> bool),
        ("OR", |a, b| a | b),
        ("XOR", |a, b| a ^ b),
    ] {
        let mut unit = Perceptron::default();
        match unit.learn(&corners(f), 1000) {
            Ok((corrections, epochs)) => writeln!(
                text,
                "{name:4} learnt in {epochs} epochs, by {corrections} corrections: w = ({}, {}), b = {}",
                unit.w[0], unit.w[1], unit.b
            )?,
            Err(error) => writeln!(text, "{name:4} not learnt: {error}")?,
        }
    }
    write!(
        text,
        "\nNo line has (0, 1) and (1, 0) on one side, and (0, 0) and (1, 1) on the other."
    )?;
    Ok(text)
}
