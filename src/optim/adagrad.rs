//! Adagrad.

use num_traits::Float;

use super::{Moment, Optimizer};
use crate::Element;
use crate::kernel::vector::vectorised;
use crate::network::{Gradient, Gradients, Layer, Parameters};

/// Adagrad (Duchi et al., 2011): s ← s + g², θ ← θ − η′ g / (√s + ε), where η′ = η / (1 + (t − 1) κ) in step
/// t = 1, 2, …, g is the gradient plus λ θ, and s begins at 0. PyTorch's `Adagrad`.
///
/// ```
/// use typograd::{prelude::*, zeroed};
///
/// type Net = DenseNoBias<D<1>, D<1>>; // one weight
/// let (mut net, mut gradient, mut state) = (Net::default(), Gradient::<Net>::zeros(), zeroed());
/// net.w.fill(1.0);
/// let adagrad = Adagrad { learning_rate: 0.1, ..Adagrad::default() };
/// for g in [3.0, 4.0] {
///     gradient.w.fill(g);
///     adagrad.step(&mut net, &mut gradient, &mut state, 1.0);
/// }
/// // the steps are 0.1 · 3 / 3 and 0.1 · 4 / √(3² + 4²)
/// assert!((net.w[(0, 0)] - (1.0 - 0.1 - 0.08)).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adagrad {
    /// The learning rate η; 0.01 by default.
    pub learning_rate: f64,
    /// How fast the learning rate falls with the number of steps, κ; 0 by default.
    pub learning_rate_decay: f64,
    /// What keeps the quotient finite, ε; 1e-10 by default.
    pub epsilon: f64,
    /// The weight decay λ; 0 by default.
    pub weight_decay: f64,
}

impl Default for Adagrad {
    fn default() -> Self {
        Self {
            learning_rate: 0.01,
            learning_rate_decay: 0.0,
            epsilon: 1e-10,
            weight_decay: 0.0,
        }
    }
}

#[diagnostic::do_not_recommend]
impl Optimizer for Adagrad {
    /// The sum of squares s.
    type State<N: Parameters> = Moment<N>;
    type Memory<N: Gradients> = Gradient<N>;

    fn step<N: Layer>(
        &self,
        network: &mut N,
        gradient: &mut Gradient<N>,
        state: &mut Moment<N>,
        rate: f64,
    ) {
        let fallen = 1.0 + f64::from(state.steps) * self.learning_rate_decay;
        state.steps = state.steps.saturating_add(1);
        let rate = N::Elem::from_f64(self.learning_rate * rate / fallen);
        let (epsilon, decay) = (
            N::Elem::from_f64(self.epsilon),
            N::Elem::from_f64(self.weight_decay),
        );
        N::zip(
            [network, &mut **gradient, &mut state.first],
            &mut |[w, g, s]| {
                vectorised::<N::Elem>(
                    #[inline(always)]
                    || {
                        for ((w, g), s) in w.iter_mut().zip(g).zip(s) {
                            let g = *g + decay * *w;
                            *s += g * g;
                            *w -= rate * g / (s.sqrt() + epsilon);
                        }
                    },
                );
            },
        );
    }
}
