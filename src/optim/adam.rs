//! Adam.

use num_traits::Float;

use super::{Moments, Optimizer, bias_correction, least, settled};
use crate::Element;
use crate::kernel::vector::vectorised;
use crate::network::{Gradient, Gradients, Layer, Parameters};

/// Adam (Kingma and Ba, 2014): m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,
/// θ ← θ − η m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) in step t = 1, 2, …,
/// g is the gradient plus λ θ, and m and v begin at 0. PyTorch's `Adam`.
///
/// ```
/// use typograd::{prelude::*, zeroed};
///
/// type Net = DenseNoBias<D<1>, D<1>>; // one weight
/// let (mut net, mut gradient, mut state) = (Net::default(), Gradient::<Net>::zeros(), zeroed());
/// net.w.fill(1.0);
/// gradient.w.fill(2.0);
/// Adam::default().step(&mut net, &mut gradient, &mut state, 1.0);
/// // in the first step, m̂ = g and v̂ = g²: the weight falls by η, however steep it is
/// assert!((net.w[(0, 0)] - 0.999).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// The learning rate η; 1e-3 by default.
    pub learning_rate: f64,
    /// How long the mean of the gradient remembers, β₁; 0.9 by default.
    pub beta1: f64,
    /// How long the mean of its square remembers, β₂; 0.999 by default.
    pub beta2: f64,
    /// What keeps the quotient finite, ε; 1e-8 by default.
    pub epsilon: f64,
    /// The weight decay λ; 0.0 by default.
    pub weight_decay: f64,
}

impl Default for Adam {
    fn default() -> Self {
        Self {
            learning_rate: 1e-3,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            weight_decay: 0.0,
        }
    }
}

#[diagnostic::do_not_recommend]
impl Optimizer for Adam {
    type State<N: Parameters> = Moments<N>;
    type Memory<N: Gradients> = Gradient<N>;

    fn step<N: Layer>(
        &self,
        network: &mut N,
        gradient: &mut Gradient<N>,
        state: &mut Moments<N>,
        rate: f64,
    ) {
        state.steps = state.steps.saturating_add(1);
        let root = bias_correction(self.beta2, state.steps).sqrt();
        let step = self.learning_rate * rate / bias_correction(self.beta1, state.steps);
        let (step, unbias) = (N::Elem::from_f64(step), N::Elem::from_f64(1.0 / root));
        let (beta1, beta2) = (N::Elem::from_f64(self.beta1), N::Elem::from_f64(self.beta2));
        let (rest1, rest2) = (
            N::Elem::from_f64(1.0 - self.beta1),
            N::Elem::from_f64(1.0 - self.beta2),
        );
        let epsilon = N::Elem::from_f64(self.epsilon);
        let decay = N::Elem::from_f64(self.weight_decay);
        let parts = [
            network,
            &mut **gradient,
            &mut state.first,
            &mut state.second,
        ];
        let least = least(epsilon);
        N::zip(parts, &mut |[w, g, m, v]| {
            vectorised::<N::Elem>(
                #[inline(always)]
                || {
                    for (((w, g), m), v) in w.iter_mut().zip(g).zip(m).zip(v) {
                        let g = *g + decay * *w;
                        *m = settled(beta1 * *m + rest1 * g, least);
                        *v = settled(beta2 * *v + rest2 * g * g, least);
                        *w -= step * *m / (v.sqrt() * unbias + epsilon);
                    }
                },
            );
        });
    }
}
