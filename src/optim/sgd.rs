//! Gradient descent.

use super::Optimizer;
use crate::Element;
use crate::kernel::{Store, vector};
use crate::network::{Gradient, Layer, Parameters};

/// Stochastic gradient descent (Robbins and Monro, 1951): θ ← θ − η (g + λ θ), for a parameter θ and its gradient g.
/// It remembers nothing. PyTorch's `SGD`.
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

    fn step<N: Layer>(&self, network: &mut N, gradient: &mut Gradient<N>, (): &mut (), rate: f64) {
        let rate = self.learning_rate * rate;
        let store = Store {
            scale: N::Elem::from_f64(-rate),
            keep: N::Elem::from_f64(1.0 - rate * self.weight_decay),
        };
        N::zip([network, &mut **gradient], &mut |[w, g]| {
            vector::copy(g, w, store);
        });
    }
}
