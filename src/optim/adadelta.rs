//! Adadelta.

use num_traits::Float;

use super::{Moments, Optimizer, least, settled};
use crate::Element;
use crate::kernel::vector::vectorised;
use crate::network::{Gradient, Gradients, Layer, Parameters};

/// Adadelta (Zeiler, 2012): v ← ρ v + (1 − ρ) g², Δ = √(u + ε) / √(v + ε) · g, u ← ρ u + (1 − ρ) Δ², θ ← θ − η Δ,
/// where g is the gradient plus λ θ, and u and v begin at 0. PyTorch's `Adadelta`.
///
/// ```
/// use typograd::{prelude::*, zeroed};
///
/// type Net = DenseNoBias<D<1>, D<1>>; // one weight
/// let (mut net, mut gradient, mut state) = (Net::default(), Gradient::<Net>::zeros(), zeroed());
/// net.w.fill(1.0);
/// gradient.w.fill(2.0);
/// Adadelta::default().step(&mut net, &mut gradient, &mut state, 1.0);
/// // v = 0.1 · 2², u = 0: the step is √1e-6 / √(0.4 + 1e-6) · 2
/// assert!((net.w[(0, 0)] - (1.0 - 0.003_162_3)).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adadelta {
    /// The learning rate η; 1 by default.
    pub learning_rate: f64,
    /// How long the means of squares remember, ρ; 0.9 by default.
    pub rho: f64,
    /// What keeps the quotient finite, ε; 1e-6 by default.
    pub epsilon: f64,
    /// The weight decay λ; 0 by default.
    pub weight_decay: f64,
}

impl Default for Adadelta {
    fn default() -> Self {
        Self {
            learning_rate: 1.0,
            rho: 0.9,
            epsilon: 1e-6,
            weight_decay: 0.0,
        }
    }
}

#[diagnostic::do_not_recommend]
impl Optimizer for Adadelta {
    /// The mean squares v of the gradient and u of the steps.
    type State<N: Parameters> = Moments<N>;
    type Memory<N: Gradients> = Gradient<N>;

    fn step<N: Layer>(
        &self,
        network: &mut N,
        gradient: &mut Gradient<N>,
        state: &mut Moments<N>,
        rate: f64,
    ) {
        let rate = N::Elem::from_f64(self.learning_rate * rate);
        let (rho, rest) = (
            N::Elem::from_f64(self.rho),
            N::Elem::from_f64(1.0 - self.rho),
        );
        let (epsilon, decay) = (
            N::Elem::from_f64(self.epsilon),
            N::Elem::from_f64(self.weight_decay),
        );
        let parts = [
            network,
            &mut **gradient,
            &mut state.first,
            &mut state.second,
        ];
        let least = least(epsilon);
        N::zip(parts, &mut |[w, g, v, u]| {
            vectorised::<N::Elem>(
                #[inline(always)]
                || {
                    for (((w, g), v), u) in w.iter_mut().zip(g).zip(v).zip(u) {
                        let g = *g + decay * *w;
                        *v = settled(rho * *v + rest * g * g, least);
                        let step = ((*u + epsilon) / (*v + epsilon)).sqrt() * g;
                        *u = settled(rho * *u + rest * step * step, least);
                        *w -= rate * step;
                    }
                },
            );
        });
    }
}
