//! Gradient descent with momentum.

use num_traits::One;

use super::{Optimizer, least, settled};
use crate::Element;
use crate::kernel::vector::vectorised;
use crate::network::{Gradient, Gradients, Layer, Parameters};

/// Gradient descent with momentum (Polyak, 1964): v ← μ v + g, θ ← θ − η v; with Nesterov's variant
/// (Sutskever et al., 2013), θ ← θ − η (g + μ v). Here g is the gradient plus λ θ, and v begins at 0. PyTorch's `SGD`
/// with `momentum`.
///
/// ```
/// use typograd::{prelude::*, zeroed};
///
/// type Net = DenseNoBias<D<1>, D<1>>; // one weight
/// let (mut net, mut gradient, mut state) = (Net::default(), Gradient::<Net>::zeros(), zeroed());
/// net.w.fill(1.0);
/// let momentum = Momentum { learning_rate: 0.1, ..Momentum::default() };
/// for _ in 0..2 {
///     gradient.w.fill(1.0);
///     momentum.step(&mut net, &mut gradient, &mut state, 1.0);
/// }
/// assert!((net.w[(0, 0)] - 0.71).abs() < 1e-6); // v is 1, then 0.9 · 1 + 1
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Momentum {
    /// The learning rate η; 0.01 by default.
    pub learning_rate: f64,
    /// The momentum μ; 0.9 by default.
    pub momentum: f64,
    /// Whether to look ahead as Nesterov does; false by default.
    pub nesterov: bool,
    /// The weight decay λ; 0 by default.
    pub weight_decay: f64,
}

impl Default for Momentum {
    fn default() -> Self {
        Self {
            learning_rate: 0.01,
            momentum: 0.9,
            nesterov: false,
            weight_decay: 0.0,
        }
    }
}

#[diagnostic::do_not_recommend]
impl Optimizer for Momentum {
    /// The velocity v.
    type State<N: Parameters> = N;
    type Memory<N: Gradients> = Gradient<N>;

    fn step<N: Layer>(
        &self,
        network: &mut N,
        gradient: &mut Gradient<N>,
        velocity: &mut N,
        rate: f64,
    ) {
        let rate = N::Elem::from_f64(self.learning_rate * rate);
        let (momentum, decay) = (
            N::Elem::from_f64(self.momentum),
            N::Elem::from_f64(self.weight_decay),
        );
        let least = least(N::Elem::one());
        N::zip([network, &mut **gradient, velocity], &mut |[w, g, v]| {
            vectorised::<N::Elem>(
                #[inline(always)]
                || {
                    for ((w, g), v) in w.iter_mut().zip(g).zip(v) {
                        let g = *g + decay * *w;
                        *v = settled(momentum * *v + g, least);
                        let step = if self.nesterov { g + momentum * *v } else { *v };
                        *w -= rate * step;
                    }
                },
            );
        });
    }
}
