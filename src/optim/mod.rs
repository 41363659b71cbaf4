//! Optimizers: what becomes of the parameters, given their gradient.
//!
//! An optimizer is its settings, a few numbers; its memory is a [`State`](Optimizer::State) made for the network's
//! type: as many tensors of the network's shape as the method needs, and nothing for plain gradient descent. In a training
//! run it has the gradient besides ([`Memory`](Optimizer::Memory)), but for plain gradient descent again. Defaults
//! are PyTorch's, except that [`Sgd`] and [`Momentum`] have a learning rate of 0.01 in the place of 1e-3, and the latter a
//! momentum of 0.9 in the place of 0. A new optimizer is one new file here and one line below.

mod adadelta;
mod adagrad;
mod adam;
mod adamw;
mod ams_grad;
pub mod clip;
mod clipped;
mod memory;
mod momentum;
mod nadam;
mod rms_prop;
pub mod schedule;
mod sgd;

pub use adadelta::Adadelta;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamw::AdamW;
pub use ams_grad::AmsGrad;
pub use clipped::Clipped;
pub use memory::{GradientMemory, Recorded};
pub use momentum::Momentum;
pub use nadam::NAdam;
pub use rms_prop::RmsProp;
pub use sgd::Sgd;

#[allow(unused_imports)] // with std, these are methods of f64
use num_traits::Float;

use crate::network::{Gradient, Gradients, Layer, Parameters};
use crate::zeroed::zeroed_parts;
use crate::{Element, Zeroed};

/// A rule that changes a network's parameters, given their gradient. A step may be made by another thread than the one that asks
/// for it: with the feature `rayon`, by one of the pool.
///
/// ```
/// use typograd::prelude::*;
///
/// type Net = (Dense<D<2>, D<1>>,);
///
/// let mut net = Net::seeded(1);
/// let mut gradient = Gradient::<Net>::zeros();
/// gradient.0.b[0] = 2.0;
///
/// let before = net.0.b[0];
/// Sgd { learning_rate: 0.1, ..Sgd::default() }.step(&mut net, &mut gradient, &mut (), 1.0);
/// assert!((net.0.b[0] - (before - 0.2)).abs() < 1e-6);
/// ```
///
/// One of your own says what it remembers, where it has the gradient, and what a step is:
///
/// ```
/// use typograd::prelude::*;
///
/// /// θ ← θ − η where g > 0, and θ + η elsewhere.
/// struct Signs {
///     learning_rate: f64,
/// }
///
/// impl Optimizer for Signs {
///     type State<N: Parameters> = ();
///     type Memory<N: Gradients> = Gradient<N>;
///
///     fn step<N: Layer>(&self, network: &mut N, gradient: &mut Gradient<N>, (): &mut (), rate: f64) {
///         let [zero, rate] = [0.0, self.learning_rate * rate].map(N::Elem::from_f64);
///         N::zip([network, &mut **gradient], &mut |[w, g]: [&mut [N::Elem]; 2]| {
///             for (w, g) in w.iter_mut().zip(g) {
///                 *w -= if *g > zero { rate } else { -rate };
///             }
///         });
///     }
/// }
///
/// let mut run = Training::<DenseNoBias<D<1>, D<1>>, Signs, D<4>>::new(); // the weight is 0
/// let x = Batch::from_samples(&[Vector::from([3.0])])?;
/// run.train_step(&Signs { learning_rate: 0.5 }, &HalfSquaredError, &x, &[Vector::from([1.0])])?;
/// assert_eq!(run.network.w[(0, 0)], 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an optimizer",
    label = "expected an optimizer such as `Sgd`, `Momentum` or `Adam`"
)]
pub trait Optimizer: Sized + Sync {
    /// What the method remembers of a network `N` between steps: zero bytes to begin with.
    type State<N: Parameters>: Zeroed + Send;

    /// Where [`Training`](crate::train::Training) has the gradient between the way back and the step: `Gradient<N>`, or
    /// `()` for [`Sgd`], which writes it into the parameters at once.
    type Memory<N: Gradients>: GradientMemory<Self, N>;

    /// Changes the parameters against their gradient. `rate` multiplies the learning rate: 1, or what a
    /// [`schedule`] says.
    ///
    /// The gradient may be changed on the way.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// type Net = Dense<D<1>, D<1>>;
    /// let (mut net, mut gradient) = (Net::default(), Gradient::<Net>::zeros());
    /// gradient.b.fill(1.0);
    /// Sgd { learning_rate: 0.5, ..Sgd::default() }.step(&mut net, &mut gradient, &mut (), 0.1);
    /// assert_eq!(net.b[0], -0.05); // 0.1 of the learning rate
    /// ```
    fn step<N: Layer>(
        &self,
        network: &mut N,
        gradient: &mut Gradient<N>,
        state: &mut Self::State<N>,
        rate: f64,
    );
}

/// A tensor of the network's shape for every tensor of the network, and the number of steps made.
///
/// The state of an optimizer; [`zeroed`](crate::zeroed) makes one, as [`Adagrad`] shows.
#[derive(Debug)]
pub struct Moment<N> {
    steps: u32,
    first: N,
}

/// Two tensors of the network's shape, and the number of steps made.
///
/// The state of an optimizer; [`zeroed`](crate::zeroed) makes one, as [`Adam`] shows.
#[derive(Debug)]
pub struct Moments<N> {
    steps: u32,
    first: N,
    second: N,
}

zeroed_parts!(Moment[N: Zeroed][N] { steps, first });
zeroed_parts!(Moments[N: Zeroed][N] { steps, first, second });

/// 1 − βⁿ: what a moment that began at zero is divided by.
fn bias_correction(beta: f64, steps: u32) -> f64 {
    1.0 - beta.powi(i32::try_from(steps).unwrap_or(i32::MAX))
}

/// What is remembered of a decaying mean: 0 where it is less than `least`, which is [`least`] of the ε it stands beside.
#[allow(clippy::inline_always)] // compiled for an instruction set only where it is inlined
#[inline(always)]
fn settled<T: Element>(mean: T, least: T) -> T {
    if mean.abs() < least { T::zero() } else { mean }
}

/// The smallest number that is not subnormal, or 0 if ε is, or if a number has several parts, of which not all may be small.
///
/// Where gradients have ceased, as those of a unit that no longer fires, a mean would end among subnormal numbers and stay, since 0.9
/// times the smallest is rounded to themselves; and some processors take a hundred cycles or more for each such operand. Beside ε it is
/// nothing.
fn least<T: Element>(epsilon: T) -> T {
    if T::STORED_AS.is_some() && !epsilon.is_zero() {
        T::min_positive_value()
    } else {
        T::zero()
    }
}
