//! Gradient descent.

use super::{GradientMemory, Optimizer, Recorded};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::{Store, vector};
use crate::network::{Gradient, Gradients, Layer, Parameters};

/// Stochastic gradient descent (Robbins and Monro, 1951): θ ← θ − η (g + λ θ), for a parameter θ and its gradient g.
/// It remembers nothing. PyTorch's `SGD`.
///
/// In a [training run](crate::train::Training) not even the gradient is stored: W ← (1 − η λ) W − η Σ δ xᵀ is one matrix
/// product, which adds to what it finds. That all δ and x are finite is seen before; where their products overflow, the
/// parameters do: see [`GradientNotFinite`](crate::train::StepError::GradientNotFinite).
/// [`Clipped<Sgd>`](super::Clipped) stores the gradient, to be clipped or looked at.
///
/// ```
/// use typograd::prelude::*;
///
/// type Net = DenseNoBias<D<1>, D<1>>; // one weight
/// let (mut net, mut gradient) = (Net::default(), Gradient::<Net>::zeros());
/// net.w.fill(1.0);
/// gradient.w.fill(2.0);
/// Sgd { learning_rate: 0.1, weight_decay: 0.5 }.step(&mut net, &mut gradient, &mut (), 1.0);
/// assert_eq!(net.w[(0, 0)], 0.75); // 1 − 0.1 · (2 + 0.5 · 1)
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sgd {
    /// The learning rate η; 0.01 by default.
    pub learning_rate: f64,
    /// The weight decay λ; 0 by default.
    pub weight_decay: f64,
}

impl Default for Sgd {
    fn default() -> Self {
        Self {
            learning_rate: 0.01,
            weight_decay: 0.0,
        }
    }
}

#[diagnostic::do_not_recommend]
impl Optimizer for Sgd {
    type State<N: Parameters> = ();

    type Memory<N: Gradients> = ();

    fn step<N: Layer>(&self, network: &mut N, gradient: &mut Gradient<N>, (): &mut (), rate: f64) {
        let store = self.store::<N::Elem>(rate);
        N::zip([network, &mut **gradient], &mut |[w, g]| {
            vector::copy(g, w, store);
        });
    }
}

impl Sgd {
    /// θ ← (1 − η λ) θ − η g, as the kernels write it.
    fn store<T: Element>(&self, rate: f64) -> Store<T> {
        let rate = self.learning_rate * rate;
        Store {
            scale: T::from_f64(-rate),
            keep: T::from_f64(1.0 - rate * self.weight_decay),
        }
    }
}

/// The gradient goes from the way back into the parameters.
#[diagnostic::do_not_recommend]
impl<N: Gradients> GradientMemory<Sgd, N> for () {
    fn learn<B: Dim>(
        &mut self,
        sgd: &Sgd,
        network: &mut N,
        Recorded { x, saved, delta }: Recorded<'_, N, B>,
        (): &mut (),
        rate: f64,
    ) -> bool {
        network.pull_back(x, saved, delta, None, None);
        let finite = N::gradient_is_finite(x, saved, delta);
        if finite {
            network.descend(x, saved, delta, sgd.store(rate));
        }
        finite
    }
}
