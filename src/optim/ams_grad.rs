//! Adam with the largest second moment.

use num_traits::Float;

use super::{Adam, Optimizer, bias_correction, least, settled};
use crate::kernel::vector::vectorised;
use crate::network::{Gradient, Gradients, Layer, Parameters};
use crate::zeroed::zeroed_parts;
use crate::{Element, Zeroed};

/// AMSGrad (Reddi et al., 2018): [`Adam`], with the largest v so far in the place of v. Settings are Adam's; it is
/// PyTorch's `Adam` with `amsgrad`.
///
/// ```
/// use typograd::{prelude::*, zeroed};
///
/// type Net = DenseNoBias<D<1>, D<1>>; // one weight
/// let (mut net, mut gradient, mut state) = (Net::default(), Gradient::<Net>::zeros(), zeroed());
/// net.w.fill(1.0);
/// let adam = Adam { learning_rate: 0.1, beta1: 0.0, beta2: 0.5, ..Adam::default() };
/// for g in [2.0, 1.0] {
///     gradient.w.fill(g);
///     AmsGrad(adam).step(&mut net, &mut gradient, &mut state, 1.0);
/// }
/// // v is 2, and would then fall to 1.5: the steps are 0.1 · 2 / √(2 / 0.5) and 0.1 · 1 / √(2 / 0.75)
/// assert!((net.w[(0, 0)] - (1.0 - 0.1 - 0.061_237)).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AmsGrad(pub Adam);

/// The moments m and v, the largest v, and the number of steps made.
#[derive(Debug)]
pub struct State<N> {
    steps: u32,
    first: N,
    second: N,
    largest: N,
}

zeroed_parts!(State[N: Zeroed][N] { steps, first, second, largest });

#[diagnostic::do_not_recommend]
impl Optimizer for AmsGrad {
    type State<N: Parameters> = State<N>;
    type Memory<N: Gradients> = Gradient<N>;

    fn step<N: Layer>(
        &self,
        network: &mut N,
        gradient: &mut Gradient<N>,
        state: &mut State<N>,
        rate: f64,
    ) {
        let Self(settings) = self;
        state.steps = state.steps.saturating_add(1);
        let root = bias_correction(settings.beta2, state.steps).sqrt();
        let step = settings.learning_rate * rate / bias_correction(settings.beta1, state.steps);
        let (step, unbias) = (N::Elem::from_f64(step), N::Elem::from_f64(1.0 / root));
        let (beta1, beta2) = (
            N::Elem::from_f64(settings.beta1),
            N::Elem::from_f64(settings.beta2),
        );
        let (rest1, rest2) = (
            N::Elem::from_f64(1.0 - settings.beta1),
            N::Elem::from_f64(1.0 - settings.beta2),
        );
        let (epsilon, decay) = (
            N::Elem::from_f64(settings.epsilon),
            N::Elem::from_f64(settings.weight_decay),
        );
        let State {
            first,
            second,
            largest,
            ..
        } = state;
        let least = least(epsilon);
        N::zip(
            [network, &mut **gradient, first, second, largest],
            &mut |[w, g, m, v, top]| {
                vectorised::<N::Elem>(
                    #[inline(always)]
                    || {
                        for ((((w, g), m), v), top) in w.iter_mut().zip(g).zip(m).zip(v).zip(top) {
                            let g = *g + decay * *w;
                            *m = settled(beta1 * *m + rest1 * g, least);
                            *v = settled(beta2 * *v + rest2 * g * g, least);
                            *top = if *v > *top || v.is_nan() { *v } else { *top };
                            *w -= step * *m / (top.sqrt() * unbias + epsilon);
                        }
                    },
                );
            },
        );
    }
}
