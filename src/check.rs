//! Checking gradients: what was derived, against finite differences and against forward mode.
//!
//! In `f64`, a derived gradient and a finite difference agree to about ten digits; a wrong rule is off in the first.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::boxed;
use crate::dim::{D, Dim};
use crate::loss::Loss;
use crate::network::{
    Gradient, Gradients, InputBatch, InputOf, OutputBatch, Parameters, Path, Tangent,
};
use crate::rng::Rng;
use crate::shape::Shape;
use crate::tensor::{Batch, Tensor};

/// How many samples a check looks at together, at most.
type Few = D<4>;

/// A derivative that was compared, at the place where the two differ most.
///
/// ```
/// use typograd::check::Difference;
///
/// let difference = Difference { place: "w[0]".to_string(), derived: 99.0, expected: 100.0 };
/// assert_eq!(difference.error(), 0.01);
/// assert_eq!(difference.to_string(), "w[0]: derived 9.9e1, expected 1e2, error 1.0e-2");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where: `hidden.w[3]`, or `x[0][2]` for an element of a sample.
    pub place: String,
    /// What was derived.
    pub derived: f64,
    /// What it was compared with.
    pub expected: f64,
}

impl Difference {
    /// |derived − expected| / max(1, |expected|).
    pub fn error(&self) -> f64 {
        let scale = num_traits::Float::abs(self.expected).max(1.0);
        num_traits::Float::abs(self.derived - self.expected) / scale
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            derived,
            expected,
        } = self;
        write!(
            f,
            "{place}: derived {derived:e}, expected {expected:e}, error {:.1e}",
            self.error()
        )
    }
}

/// Keeps the largest difference; NaN is the largest of all.
#[derive(Default)]
struct Worst(Option<Difference>);

impl Worst {
    fn see(&mut self, place: impl FnOnce() -> String, derived: f64, expected: f64) {
        let new = Difference {
            place: String::new(),
            derived,
            expected,
        };
        let larger = match &self.0 {
            None => true,
            Some(worst) => new.error().is_nan() || new.error() > worst.error(),
        };
        if larger {
            self.0 = Some(Difference {
                place: place(),
                ..new
            });
        }
    }

    fn take(self) -> Difference {
        self.0.unwrap_or(Difference {
            place: "nothing".to_string(),
            derived: 0.0,
            expected: 0.0,
        })
    }
}

/// The sixth-order central difference of `f` at 0.
fn slope(mut f: impl FnMut(f64) -> f64) -> f64 {
    let h = 1e-3;
    let mut across = |steps: f64| f(steps * h) - f(-steps * h);
    (45.0 * across(1.0) - 9.0 * across(2.0) + across(3.0)) / (60.0 * h)
}

/// Compares the derived gradient of a layer or network, in its parameters and in its input, with finite differences,
/// and returns where they differ most.
///
/// The function differentiated is ⟨G, f(x)⟩ for a random G that follows from `seed`, over up to four samples together.
/// Away from kinks (of ReLU, say), an error of 1e-9 is what to expect.
///
/// The network's parameters are changed on the way, and put back.
///
/// ```
/// use typograd::{check, prelude::*};
///
/// let mut net = <(Dense<D<3>, D<4>, Tanh, f64>, Dense<D<4>, D<2>, Softmax, f64>)>::seeded(1);
/// let x = [Vector::from([0.1, -0.2, 0.3]), Vector::from([1.0, 2.0, -1.0])];
/// let worst = check::gradients(&mut net, &x, 7);
/// assert!(worst.error() < 1e-9, "{worst}");
/// ```
///
/// # Panics
///
/// If there are more than four samples.
pub fn gradients<N: Gradients<Elem = f64>>(
    network: &mut N,
    samples: &[InputOf<N>],
    seed: u64,
) -> Difference {
    let mut x = batch(samples);
    let weights = random_like::<N>(samples.len(), seed);
    let mut gradient = boxed::<Gradient<N>>();
    let mut dx = boxed::<InputBatch<Few, N>>();
    {
        let mut saved = boxed::<N::Saved<Few>>();
        network.record(&x, &mut saved);
        let mut delta = weights.clone();
        network.backward(&x, &mut saved, &mut delta, &mut gradient, Some(&mut dx));
    }
    // A fresh workspace each time: a layer that draws numbers draws the same.
    let value = |network: &N, x: &InputBatch<Few, N>| {
        let mut saved = boxed::<N::Saved<Few>>();
        dot(network.record(x, &mut saved).as_slice(), weights.as_slice())
    };
    let mut worst = Worst::default();
    for i in 0..x.as_slice().len() {
        let old = x.as_slice()[i];
        let expected = slope(|h| {
            x.as_mut_slice()[i] = old + h;
            value(network, &x)
        });
        x.as_mut_slice()[i] = old;
        let (sample, element) = (i / N::In::LEN, i % N::In::LEN);
        worst.see(
            || alloc::format!("x[{sample}][{element}]"),
            dx.as_slice()[i],
            expected,
        );
    }
    let mut derived = Vec::new();
    N::zip([&mut **gradient], &mut |[g]: [&mut [f64]; 1]| {
        derived.extend_from_slice(g);
    });
    for (i, derived) in derived.into_iter().enumerate() {
        let old = with_parameter(network, i, |w| *w);
        let expected = slope(|h| {
            with_parameter(network, i, |w| *w = old + h);
            value(network, &x)
        });
        with_parameter(network, i, |w| *w = old);
        worst.see(|| name_of(network, i), derived, expected);
    }
    worst.take()
}

/// Compares forward mode with reverse mode: ⟨δ, J v⟩ = ⟨Jᵀ δ, v⟩ for random δ and v that follow from `seed`, over input
/// and parameters. The two differ by rounding alone.
///
/// ```
/// use typograd::{check, prelude::*};
///
/// let net = <(Dense<D<3>, D<4>, Tanh, f64>, Dense<D<4>, D<2>, Softmax, f64>)>::seeded(1);
/// let x = [Vector::from([0.1, -0.2, 0.3]), Vector::from([1.0, 2.0, -1.0])];
/// let worst = check::tangents(&net, &x, 7);
/// assert!(worst.error() < 1e-12, "{worst}");
/// ```
///
/// A layer that acts otherwise in training than in inference, such as [`Dropout`](crate::layer::Dropout), fails this: its
/// tangent is that of inference.
///
/// # Panics
///
/// If there are more than four samples.
pub fn tangents<N: Gradients<Elem = f64> + Tangent>(
    network: &N,
    samples: &[InputOf<N>],
    seed: u64,
) -> Difference {
    let x = batch(samples);
    let delta = random_like::<N>(samples.len(), seed);
    let mut rng = Rng::new(!seed);
    let mut tx = x.clone();
    fill_normal(tx.as_mut_slice(), &mut rng);
    let mut direction = boxed::<N>();
    N::zip([&mut *direction], &mut |[w]: [&mut [f64]; 1]| {
        fill_normal(w, &mut rng);
    });

    let mut work = boxed::<N::Tangents<Few>>();
    let (_, ty) = network.jvp(&x, &tx, &direction, &mut work);
    let forward = dot(delta.as_slice(), ty.as_slice());

    let mut saved = boxed::<N::Saved<Few>>();
    let mut gradient = boxed::<Gradient<N>>();
    let mut dx = boxed::<InputBatch<Few, N>>();
    network.record(&x, &mut saved);
    network.backward(
        &x,
        &mut saved,
        &mut delta.clone(),
        &mut gradient,
        Some(&mut dx),
    );
    let mut reverse = dot(dx.as_slice(), tx.as_slice());
    N::zip(
        [&mut **gradient, &mut *direction],
        &mut |[g, v]: [&mut [f64]; 2]| reverse += dot(g, v),
    );

    Difference {
        place: "⟨δ, J v⟩".to_string(),
        derived: reverse,
        expected: forward,
    }
}

/// Compares a loss's δ with finite differences, and returns where they differ most.
///
/// ```
/// use typograd::{check, prelude::*};
///
/// let outputs = [Vector::<D<2>, f64>::from([0.5, -1.0]), Vector::from([3.0, 2.0])];
/// let targets = [Vector::from([1.0, 1.0]), Vector::from([0.0, 2.5])];
/// let worst = check::loss(&MeanSquaredError, &outputs, &targets);
/// assert!(worst.error() < 1e-9, "{worst}");
/// ```
///
/// # Panics
///
/// If there are more than four samples, or not as many targets as outputs.
pub fn loss<S: Shape, L: Loss<S, f64>>(
    loss: &L,
    outputs: &[Tensor<S, f64>],
    targets: &[L::Target],
) -> Difference {
    let mut outputs = batch(outputs);
    let mut delta = boxed::<Batch<Few, S, f64>>();
    loss.value_and_delta(&outputs, targets, &mut delta)
        .expect("as many targets as outputs");
    let mut worst = Worst::default();
    for i in 0..outputs.as_slice().len() {
        let old = outputs.as_slice()[i];
        let expected = slope(|h| {
            outputs.as_mut_slice()[i] = old + h;
            loss.value(&outputs, targets)
                .expect("as many targets as outputs")
        });
        outputs.as_mut_slice()[i] = old;
        let (sample, element) = (i / S::LEN, i % S::LEN);
        worst.see(
            || alloc::format!("output[{sample}][{element}]"),
            delta.as_slice()[i],
            expected,
        );
    }
    worst.take()
}

fn batch<B: Dim, S: Shape>(samples: &[Tensor<S, f64>]) -> Box<Batch<B, S, f64>> {
    let mut batch = boxed::<Batch<B, S, f64>>();
    batch
        .assign(samples)
        .expect("a check looks at four samples at most");
    batch
}

fn random_like<N: Gradients<Elem = f64>>(samples: usize, seed: u64) -> Box<OutputBatch<Few, N>> {
    let mut rng = Rng::new(seed);
    let mut weights = boxed::<OutputBatch<Few, N>>();
    weights
        .set_len(samples)
        .expect("a check looks at four samples at most");
    fill_normal(weights.as_mut_slice(), &mut rng);
    weights
}

fn fill_normal(numbers: &mut [f64], rng: &mut Rng) {
    for x in numbers {
        *x = rng.normal(0.0, 1.0);
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Does something to parameter `index`, counted over all.
fn with_parameter<N: Parameters, X>(
    network: &mut N,
    index: usize,
    mut f: impl FnMut(&mut f64) -> X,
) -> X {
    let (mut seen, mut result) = (0, None);
    N::zip([network], &mut |[w]: [&mut [f64]; 1]| {
        if (seen..seen + w.len()).contains(&index) {
            result = Some(f(&mut w[index - seen]));
        }
        seen += w.len();
    });
    result.expect("an index of a parameter")
}

/// The name of parameter `index`: `hidden.w[3]`.
fn name_of<N: Parameters>(network: &N, index: usize) -> String {
    let (mut seen, mut name) = (0, String::new());
    network.visit::<f64>(&Path::ROOT, &mut |parameter| {
        if (seen..seen + parameter.values.len()).contains(&index) {
            name = alloc::format!("{}[{}]", parameter.path, index - seen);
        }
        seen += parameter.values.len();
    });
    name
}
