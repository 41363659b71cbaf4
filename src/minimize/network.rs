//! The loss of a network, as a function of its parameters.

use core::fmt;

use super::objective::Objective;
use crate::dim::Dim;
use crate::kernel::Store;
use crate::loss::{Loss, TargetCountError};
use crate::network::{Gradients, InputBatch, OutputBatch};
use crate::zeroed;
use crate::zeroed::zeroed_parts;

/// What a [`BatchLoss`] writes to: what a batch of up to `B` leaves behind on the way forward, and δ.
///
/// ```
/// use typograd::minimize::LossMemory;
/// use typograd::prelude::*;
///
/// let memory = LossMemory::<Dense<D<3>, D<2>>, D<16>>::new();
/// assert!(size_of_val(&memory) >= 2 * 16 * 2 * 4);
/// ```
pub struct LossMemory<N: Gradients, B: Dim> {
    saved: N::Saved<B>,
    delta: OutputBatch<B, N>,
}

zeroed_parts!(LossMemory[N: Gradients, B: Dim][N, B] { saved, delta });

impl<N: Gradients, B: Dim> fmt::Debug for LossMemory<N, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LossMemory")
            .field("bytes", &size_of::<Self>())
            .finish()
    }
}

impl<N: Gradients, B: Dim> LossMemory<N, B> {
    /// Zeros. Usable in a `static`; larger ones are better built by [`boxed`](crate::boxed).
    pub const fn new() -> Self {
        zeroed()
    }
}

impl<N: Gradients, B: Dim> Default for LossMemory<N, B> {
    fn default() -> Self {
        Self::new()
    }
}

/// The loss of a network `N` on one batch, a function of the network's parameters: an [`Objective`] over points `N`.
///
/// The whole data set is the batch, so that it is the same function every time. [`Dropout`](crate::layer::Dropout) is another
/// function every time, and can't be minimised so.
///
/// ```
/// use typograd::minimize::{BatchLoss, Lbfgs, LossMemory, minimize};
/// use typograd::prelude::*;
///
/// type Net = (Dense<D<2>, D<4>, Tanh, f64>, Dense<D<4>, D<1>, Identity, f64>);
///
/// let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(Vector::from);
/// let x = Batch::<D<4>, _, f64>::from_samples(&inputs)?;
/// let xor = [0.0, 1.0, 1.0, 0.0].map(|y| Vector::from([y]));
///
/// let mut net = Net::seeded(1);
/// let mut memory = LossMemory::new();
/// let loss = BatchLoss::new(&MeanSquaredError, &x, &xor, &mut memory)?;
/// let outcome = minimize(&Lbfgs::<D<10>>::default(), loss, &mut net);
/// assert!(outcome.value < 1e-6, "{outcome}");
/// assert!((net.forward(&inputs[1])[0] - 1.0).abs() < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct BatchLoss<'a, N: Gradients, L: Loss<N::Out, N::Elem>, B: Dim> {
    loss: &'a L,
    x: &'a InputBatch<B, N>,
    targets: &'a [L::Target],
    memory: &'a mut LossMemory<N, B>,
}

impl<N: Gradients, L: Loss<N::Out, N::Elem>, B: Dim> fmt::Debug for BatchLoss<'_, N, L, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchLoss")
            .field("samples", &self.x.len())
            .finish_non_exhaustive()
    }
}

impl<'a, N: Gradients, L: Loss<N::Out, N::Elem>, B: Dim> BatchLoss<'a, N, L, B> {
    /// The loss on a batch.
    ///
    /// ```
    /// use typograd::minimize::{BatchLoss, LossMemory};
    /// use typograd::prelude::*;
    ///
    /// type Net = DenseNoBias<D<1>, D<1>>;
    ///
    /// let x: Batch<D<4>, _> = Batch::from_samples(&[Vector::from([3.0])])?;
    /// let mut memory = LossMemory::<Net, D<4>>::new();
    /// let error = BatchLoss::new(&MeanSquaredError, &x, &[], &mut memory).unwrap_err();
    /// assert_eq!(error.to_string(), "0 targets were given for a batch of 1 samples");
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are not as many targets as samples.
    pub fn new(
        loss: &'a L,
        x: &'a InputBatch<B, N>,
        targets: &'a [L::Target],
        memory: &'a mut LossMemory<N, B>,
    ) -> Result<Self, TargetCountError> {
        if x.len() != targets.len() {
            return Err(TargetCountError {
                outputs: x.len(),
                targets: targets.len(),
            });
        }
        Ok(Self {
            loss,
            x,
            targets,
            memory,
        })
    }
}

impl<N: Gradients, L: Loss<N::Out, N::Elem>, B: Dim> Objective<N> for BatchLoss<'_, N, L, B> {
    fn value_and_gradient(&mut self, network: &N, gradient: &mut N) -> N::Elem {
        let LossMemory { saved, delta } = &mut *self.memory;
        let output = network.record(self.x, saved);
        let value = self.loss.value_and_delta(output, self.targets, delta);
        zero(gradient); // a parameter that the output does not depend on is left as it is
        network.pull_back(self.x, saved, delta, Some((gradient, Store::set())), None);
        known(value)
    }

    fn value(&mut self, network: &N, _: &mut N) -> N::Elem {
        let output = network.record(self.x, &mut self.memory.saved);
        known(self.loss.value(output, self.targets))
    }
}

/// The value, whose only error, another number of targets, [`BatchLoss::new`] has seen before.
fn known<T: crate::Element>(value: Result<T, TargetCountError>) -> T {
    value.unwrap_or_else(|_| num_traits::Float::nan())
}

fn zero<N: Gradients>(gradient: &mut N) {
    N::zip([gradient], &mut |[g]: [&mut [N::Elem]; 1]| {
        g.fill(num_traits::Zero::zero());
    });
}
