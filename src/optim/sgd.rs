//! Gradient descent.

use super::Optimizer;
use crate::Element;
use crate::kernel::{Store, vector};
use crate::network::{Gradient, Layer, Parameters};

/// Stochastic gradient descent: θ ← θ − η (g + λ θ). It remembers nothing.
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
