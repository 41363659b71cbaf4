//! What a training run keeps of the gradient: all of it, or nothing.

use core::fmt;

use super::Optimizer;
use crate::Zeroed;
use crate::dim::Dim;
use crate::network::{Backward, Gradient, Gradients, InputBatch, OutputBatch, is_finite};

/// A batch on its way back: what was recorded of it, and the gradient in the output.
///
/// See [`GradientMemory`] for an example.
pub struct Recorded<'a, N: Backward, B: Dim> {
    /// The inputs.
    pub x: &'a InputBatch<B, N>,
    /// What [`record`](Backward::record) saved of them.
    pub saved: &'a mut N::Saved<B>,
    /// The gradient in the output, to be used up.
    pub delta: &'a mut OutputBatch<B, N>,
}

impl<N: Backward, B: Dim> fmt::Debug for Recorded<'_, N, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("samples", &self.x.len())
            .finish_non_exhaustive()
    }
}

/// Where an optimizer `O` has the gradient of a network `N` between the way back and the step: in a [`Gradient`], as most
/// do, or nowhere, as [`Sgd`](super::Sgd), whose memory is `()`.
///
/// ```
/// use typograd::optim::{GradientMemory, Recorded};
/// use typograd::{prelude::*, zeroed};
///
/// type Net = DenseNoBias<D<1>, D<1>>; // one weight
///
/// let x = Batch::<D<1>, _>::from_samples(&[Vector::from([3.0])])?;
/// let (mut net, mut saved) = (Net::default(), zeroed());
/// net.record(&x, &mut saved);
/// let mut delta = Batch::from_samples(&[Vector::from([2.0])])?;
/// let pass = Recorded { x: &x, saved: &mut saved, delta: &mut delta };
///
/// let sgd = Sgd { learning_rate: 0.1, ..Sgd::default() };
/// assert!(().learn(&sgd, &mut net, pass, &mut (), 1.0));
/// assert!((net.w[(0, 0)] + 0.6).abs() < 1e-6); // 0 − 0.1 · 2 · 3
/// # Ok::<(), typograd::tensor::CapacityError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "the gradient that `{O}` needs cannot be stored in `{Self}`",
    label = "expected `Gradient<{N}>`; `()` is for `Sgd`, which needs none"
)]
pub trait GradientMemory<O: Optimizer, N: Gradients>: Zeroed + Send {
    /// The way back and the optimizer's step. If the gradient is NaN or infinite, network and state stay as they are, and
    /// the result is `false`.
    fn learn<B: Dim>(
        &mut self,
        optimizer: &O,
        network: &mut N,
        pass: Recorded<'_, N, B>,
        state: &mut O::State<N>,
        rate: f64,
    ) -> bool;
}

/// The gradient is written, and then [`Optimizer::step`] reads it.
#[diagnostic::do_not_recommend]
impl<O: Optimizer, N: Gradients> GradientMemory<O, N> for Gradient<N> {
    fn learn<B: Dim>(
        &mut self,
        optimizer: &O,
        network: &mut N,
        pass: Recorded<'_, N, B>,
        state: &mut O::State<N>,
        rate: f64,
    ) -> bool {
        network.backward(pass.x, pass.saved, pass.delta, self, None);
        let finite = is_finite::<N::Elem, N>(self);
        if finite {
            optimizer.step(network, self, state, rate);
        }
        finite
    }
}
