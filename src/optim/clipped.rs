//! Any optimizer, with the gradient clipped.

use super::Optimizer;
use super::clip::Clip;
use crate::network::{Gradient, Gradients, Layer, Parameters};

/// An optimizer that is shown the gradient g as [`Clip`] leaves it: θ changes as by `optimizer`, with clip(g) in the place
/// of g.
///
/// The gradient is stored, by [`Sgd`](super::Sgd) too, so that
/// [`Training::gradient`](crate::train::Training::gradient) shows it. To look at it and not to clip it, there is
/// [`Clip::Off`].
///
/// ```
/// use typograd::prelude::*;
///
/// type Rule = Clipped<Sgd>;
///
/// let mut run = Training::<DenseNoBias<D<1>, D<1>>, Rule, D<4>>::new(); // the weight is 0
/// let x = Batch::from_samples(&[Vector::from([3.0])])?;
/// let rule = Clipped {
///     optimizer: Sgd { learning_rate: 0.1, ..Sgd::default() },
///     clip: Clip::Value(1.0),
/// };
/// run.train_step(&rule, &HalfSquaredError, &x, &[Vector::from([1.0])])?;
/// assert_eq!(run.gradient().w[(0, 0)], -1.0); // (0 · 3 − 1) · 3, clipped
/// assert!((run.network.w[(0, 0)] - 0.1).abs() < 1e-6); // 0 + 0.1 · 1
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clipped<O> {
    /// The optimizer.
    pub optimizer: O,
    /// What is done to the gradient; nothing by default.
    pub clip: Clip,
}

#[diagnostic::do_not_recommend]
impl<O: Optimizer> Optimizer for Clipped<O> {
    type State<N: Parameters> = O::State<N>;
    type Memory<N: Gradients> = Gradient<N>;

    fn step<N: Layer>(
        &self,
        network: &mut N,
        gradient: &mut Gradient<N>,
        state: &mut O::State<N>,
        rate: f64,
    ) {
        self.clip.apply(gradient);
        self.optimizer.step(network, gradient, state, rate);
    }
}
