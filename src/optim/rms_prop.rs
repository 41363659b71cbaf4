//! RMSprop.

use num_traits::Float;

use super::{Optimizer, least, settled};
use crate::Element;
use crate::kernel::vector::vectorised;
use crate::network::{Gradient, Gradients, Layer, Parameters};

/// RMSprop (Hinton, 2012): v ← α v + (1 − α) g², θ ← θ − η g / (√v + ε), where g is the gradient plus λ θ, and v begins
/// at 0. PyTorch's `RMSprop`.
///
/// ```
/// use typograd::{prelude::*, zeroed};
///
/// type Net = DenseNoBias<D<1>, D<1>>; // one weight
/// let (mut net, mut gradient, mut state) = (Net::default(), Gradient::<Net>::zeros(), zeroed());
/// net.w.fill(1.0);
/// gradient.w.fill(2.0);
/// RmsProp::default().step(&mut net, &mut gradient, &mut state, 1.0);
/// // v = 0.01 · 2² = 0.2², so the step is 0.01 · 2 / 0.2
/// assert!((net.w[(0, 0)] - 0.9).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RmsProp {
    /// The learning rate η; 0.01 by default.
    pub learning_rate: f64,
    /// How long the mean of the square remembers, α; 0.99 by default.
    pub alpha: f64,
    /// What keeps the quotient finite, ε; 1e-8 by default.
    pub epsilon: f64,
    /// The weight decay λ; 0 by default.
    pub weight_decay: f64,
}

impl Default for RmsProp {
    fn default() -> Self {
        Self {
            learning_rate: 0.01,
            alpha: 0.99,
            epsilon: 1e-8,
            weight_decay: 0.0,
        }
    }
}

#[diagnostic::do_not_recommend]
impl Optimizer for RmsProp {
    /// The mean square v.
    type State<N: Parameters> = N;
    type Memory<N: Gradients> = Gradient<N>;

    fn step<N: Layer>(
        &self,
        network: &mut N,
        gradient: &mut Gradient<N>,
        square: &mut N,
        rate: f64,
    ) {
        let rate = N::Elem::from_f64(self.learning_rate * rate);
        let (alpha, rest) = (
            N::Elem::from_f64(self.alpha),
            N::Elem::from_f64(1.0 - self.alpha),
        );
        let (epsilon, decay) = (
            N::Elem::from_f64(self.epsilon),
            N::Elem::from_f64(self.weight_decay),
        );
        let least = least(epsilon);
        N::zip([network, &mut **gradient, square], &mut |[w, g, v]| {
            vectorised::<N::Elem>(
                #[inline(always)]
                || {
                    for ((w, g), v) in w.iter_mut().zip(g).zip(v) {
                        let g = *g + decay * *w;
                        *v = settled(alpha * *v + rest * g * g, least);
                        *w -= rate * g / (v.sqrt() + epsilon);
                    }
                },
            );
        });
    }
}
