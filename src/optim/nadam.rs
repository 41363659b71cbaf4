//! Adam with Nesterov's momentum.

use num_traits::Float;

use super::{Optimizer, bias_correction, least, settled};
use crate::kernel::vector::vectorised;
use crate::network::{Gradient, Gradients, Layer, Parameters};
use crate::zeroed::zeroed_parts;
use crate::{Element, Zeroed};

/// NAdam (Dozat, 2016): [`Adam`](super::Adam) that looks ahead. In step t = 1, 2, …, with m and v as there,
/// θ ← θ − η m̂ / (√v̂ + ε), where m̂ = μₜ₊₁ m / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) g / (1 − μ₁ ⋯ μₜ), v̂ = v / (1 − β₂ᵗ), and
/// the momentum follows the schedule μₜ = β₁ (1 − ½ · 0.96^(t ψ)). PyTorch's `NAdam`.
///
/// ```
/// use typograd::{prelude::*, zeroed};
///
/// type Net = DenseNoBias<D<1>, D<1>>; // one weight
/// let (mut net, mut gradient, mut state) = (Net::default(), Gradient::<Net>::zeros(), zeroed());
/// net.w.fill(1.0);
/// gradient.w.fill(2.0);
/// let nadam = NAdam { learning_rate: 0.1, momentum_decay: 0.0, ..NAdam::default() };
/// nadam.step(&mut net, &mut gradient, &mut state, 1.0);
/// // m = 0.2, v̂ = 2², and ψ = 0 leaves every μ at 0.45: m̂ = 0.45 · 0.2 / (1 − 0.45²) + 0.55 · 2 / 0.55
/// assert!((net.w[(0, 0)] - (1.0 - 0.1 * 2.112_853 / 2.0)).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NAdam {
    /// The learning rate η; 2e-3 by default.
    pub learning_rate: f64,
    /// How long the mean of the gradient remembers, β₁; 0.9 by default.
    pub beta1: f64,
    /// How long the mean of its square remembers, β₂; 0.999 by default.
    pub beta2: f64,
    /// What keeps the quotient finite, ε; 1e-8 by default.
    pub epsilon: f64,
    /// The weight decay λ; 0 by default.
    pub weight_decay: f64,
    /// How fast the momentum grows, ψ; 4e-3 by default.
    pub momentum_decay: f64,
}

impl Default for NAdam {
    fn default() -> Self {
        Self {
            learning_rate: 2e-3,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            weight_decay: 0.0,
            momentum_decay: 4e-3,
        }
    }
}

/// The moments m and v, the number of steps made, and what the product of the μ so far lacks of 1: all zero to begin
/// with.
#[derive(Debug)]
pub struct State<N> {
    steps: u32,
    /// 1 − Π μᵢ.
    spent: f64,
    first: N,
    second: N,
}

zeroed_parts!(State[N: Zeroed][N] { steps, spent, first, second });

#[diagnostic::do_not_recommend]
impl Optimizer for NAdam {
    type State<N: Parameters> = State<N>;
    type Memory<N: Gradients> = Gradient<N>;

    fn step<N: Layer>(
        &self,
        network: &mut N,
        gradient: &mut Gradient<N>,
        state: &mut State<N>,
        rate: f64,
    ) {
        state.steps = state.steps.saturating_add(1);
        let momentum = |t: f64| self.beta1 * (1.0 - 0.5 * 0.96_f64.powf(t * self.momentum_decay));
        let t = f64::from(state.steps);
        let (now, next) = (momentum(t), momentum(t + 1.0));
        let product = (1.0 - state.spent) * now;
        state.spent = 1.0 - product;
        let rate = self.learning_rate * rate;
        let of_gradient = N::Elem::from_f64(rate * (1.0 - now) / (1.0 - product));
        let of_moment = N::Elem::from_f64(rate * next / (1.0 - product * next));
        let unbias = N::Elem::from_f64(1.0 / bias_correction(self.beta2, state.steps));
        let (beta1, beta2) = (N::Elem::from_f64(self.beta1), N::Elem::from_f64(self.beta2));
        let (rest1, rest2) = (
            N::Elem::from_f64(1.0 - self.beta1),
            N::Elem::from_f64(1.0 - self.beta2),
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
        N::zip(parts, &mut |[w, g, m, v]| {
            vectorised::<N::Elem>(
                #[inline(always)]
                || {
                    for (((w, g), m), v) in w.iter_mut().zip(g).zip(m).zip(v) {
                        let g = *g + decay * *w;
                        *m = settled(beta1 * *m + rest1 * g, least);
                        *v = settled(beta2 * *v + rest2 * g * g, least);
                        let spread = (*v * unbias).sqrt() + epsilon;
                        *w -= (of_gradient * g + of_moment * *m) / spread;
                    }
                },
            );
        });
    }
}
