//! One training step, without std and without a heap.

use core::fmt;

use crate::dim::Dim;
use crate::loss::{Loss, TargetCountError};
#[cfg(feature = "std")]
use crate::network::is_finite;
use crate::network::{Gradient, Gradients, InputBatch, OutputBatch};
#[cfg(feature = "std")]
use crate::optim::clip::Clip;
use crate::optim::{GradientMemory, Optimizer, Recorded};
use crate::threads::in_pool;
use crate::zeroed::zeroed_parts;
use crate::{Element, zeroed};

/// All that a training run holds: the network, its gradient, the optimizer's state, and what a batch of up to `B`
/// leaves behind on the way forward. With [`Sgd`](crate::optim::Sgd) there is no gradient and no state: the way back ends in
/// the parameters.
///
/// The memory of a training run is the size of this type, a constant. It can live in a `static`, on the stack, or on
/// the heap, built in place by [`boxed`](crate::boxed); [`train_step`](Training::train_step) allocates nothing.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::train::Training;
///
/// type Net = (Dense<D<2>, D<8>, Tanh>, Dense<D<8>, D<1>>);
/// type Run = Training<Net, Momentum, D<4>>;
///
/// const _: () = assert!(size_of::<Run>() < 4096);
///
/// let mut run = Run::new();
/// run.network.initialize(&mut Rng::new(1));
///
/// let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(Vector::from);
/// let x = Batch::from_samples(&inputs)?;
/// let xor = [0.0, 1.0, 1.0, 0.0].map(|y| Vector::from([y]));
/// let optimizer = Momentum { learning_rate: 0.1, ..Momentum::default() };
/// let mut loss = 1.0;
/// for _ in 0..500 {
///     loss = run.train_step(&optimizer, &MeanSquaredError, &x, &xor)?;
/// }
/// assert!(loss < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Training<N: Gradients, O: Optimizer, B: Dim> {
    /// The network: zeros to begin with, so initialise it.
    pub network: N,
    memory: O::Memory<N>,
    state: O::State<N>,
    saved: N::Saved<B>,
    delta: OutputBatch<B, N>,
}

zeroed_parts!(Training[N: Gradients, O: Optimizer, B: Dim][N, O, B] {
    network, memory, state, saved, delta
});

impl<N: Gradients, O: Optimizer, B: Dim> fmt::Debug for Training<N, O, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Training")
            .field("bytes", &size_of::<Self>())
            .finish_non_exhaustive()
    }
}

/// A step that was not made: the network is as it was.
///
/// ```
/// use typograd::train::StepError;
///
/// assert_eq!(StepError::NotFinite(f64::NAN).to_string(), "the loss is NaN");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StepError {
    /// There are not as many targets as samples.
    TargetCount(TargetCountError),
    /// The batch holds no samples.
    Empty,
    /// The loss is NaN or infinite.
    NotFinite(f64),
    /// The loss is a number, but an element of the gradient is NaN or infinite.
    ///
    /// With [`Sgd`](crate::optim::Sgd), which does not store the gradient, what it is a product of is looked at: see
    /// [`gradient_is_finite`](crate::network::Backward::gradient_is_finite). If a product or a sum of these overflows, the
    /// step is made, and parameters are infinite: the next loss tells, unless an activation hides it. A
    /// [`Trainer`](crate::train::Trainer) looks at the parameters themselves, after every epoch.
    GradientNotFinite,
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TargetCount(error) => error.fmt(f),
            Self::Empty => f.write_str("the batch holds no samples"),
            Self::NotFinite(loss) => write!(f, "the loss is {loss}"),
            Self::GradientNotFinite => f.write_str("the gradient is NaN or infinite"),
        }
    }
}

impl core::error::Error for StepError {}

impl From<TargetCountError> for StepError {
    fn from(error: TargetCountError) -> Self {
        Self::TargetCount(error)
    }
}

impl<N: Gradients, O: Optimizer, B: Dim> Training<N, O, B> {
    /// The bytes of a whole training run: parameters, their gradient and the optimizer's state, where it has them, and what
    /// a batch leaves behind. Beside them there is only the batch itself, and the stack.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// typograd::budget!(Training::<Dense<D<64>, D<10>>, Sgd, D<1>>::BYTES, 4 * 1024);
    /// ```
    pub const BYTES: usize = size_of::<Self>();

    /// All zeros, the network too. Usable in a `static`; larger ones are better built by [`boxed`](crate::boxed).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// use std::sync::Mutex;
    ///
    /// static RUN: Mutex<Training<Dense<D<64>, D<10>>, Sgd, D<16>>> = Mutex::new(Training::new());
    /// assert_eq!(RUN.lock().unwrap().network.w.sum(), 0.0);
    /// ```
    pub const fn new() -> Self {
        zeroed()
    }

    /// One step: forward, loss, backward, update. Returns the loss before the update.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut run = Training::<DenseNoBias<D<1>, D<1>>, Sgd, D<4>>::new(); // the weight is 0
    /// let x = Batch::from_samples(&[Vector::from([3.0])])?;
    /// let (sgd, target) = (Sgd { learning_rate: 0.1, ..Sgd::default() }, [Vector::from([1.0])]);
    ///
    /// let loss = run.train_step(&sgd, &HalfSquaredError, &x, &target)?;
    /// assert_eq!(loss, 0.5); // ½ (0 · 3 − 1)²
    /// assert!((run.network.w[(0, 0)] - 0.3).abs() < 1e-6); // 0 − 0.1 · (0 · 3 − 1) · 3
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are no samples, or not as many targets as samples, or if the loss or the gradient is NaN or infinite; the
    /// network and the optimizer's state are not changed then.
    pub fn train_step<L: Loss<N::Out, N::Elem>>(
        &mut self,
        optimizer: &O,
        loss: &L,
        x: &InputBatch<B, N>,
        targets: &[L::Target],
    ) -> Result<N::Elem, StepError> {
        self.train_step_with(optimizer, loss, x, targets, 1.0)
    }

    /// One step with the learning rate multiplied by `rate`: what a [`Schedule`](crate::optim::schedule::Schedule) says.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut run = Training::<DenseNoBias<D<1>, D<1>>, Sgd, D<4>>::new(); // the weight is 0
    /// let x = Batch::from_samples(&[Vector::from([3.0])])?;
    /// let (sgd, target) = (Sgd { learning_rate: 0.1, ..Sgd::default() }, [Vector::from([1.0])]);
    ///
    /// run.train_step_with(&sgd, &HalfSquaredError, &x, &target, 0.5)?;
    /// assert!((run.network.w[(0, 0)] - 0.15).abs() < 1e-6); // 0 + 0.5 · 0.1 · 3
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`train_step`](Training::train_step).
    pub fn train_step_with<L: Loss<N::Out, N::Elem>>(
        &mut self,
        optimizer: &O,
        loss: &L,
        x: &InputBatch<B, N>,
        targets: &[L::Target],
        rate: f64,
    ) -> Result<N::Elem, StepError> {
        in_pool(Self::MULTIPLY_ADDS, Self::LARGEST, || {
            let value = self.forward(loss, x, targets)?;
            let pass = Recorded {
                x,
                saved: &mut self.saved,
                delta: &mut self.delta,
            };
            let (network, state) = (&mut self.network, &mut self.state);
            if self.memory.learn(optimizer, network, pass, state, rate) {
                Ok(value)
            } else {
                Err(StepError::GradientNotFinite)
            }
        })
    }

    /// Of a whole batch on the way forward through dense layers: those with more have more.
    const MULTIPLY_ADDS: usize = N::PARAMS.saturating_mul(B::LEN);

    /// Of the largest product there, or of all where that is not known.
    const LARGEST: usize = match N::PARTS.kind().largest() {
        Some(weights) => weights.saturating_mul(B::LEN),
        None => Self::MULTIPLY_ADDS,
    };

    /// One step with the gradient clipped, for any optimizer, in memory of the caller's: what the trainer learns only when
    /// it runs, and [`Clipped`](crate::optim::Clipped) says by a type.
    #[cfg(feature = "std")]
    pub(super) fn train_step_clipped<L: Loss<N::Out, N::Elem>>(
        &mut self,
        optimizer: &O,
        loss: &L,
        x: &InputBatch<B, N>,
        targets: &[L::Target],
        rate: f64,
        (clip, gradient): (Clip, &mut Gradient<N>),
    ) -> Result<N::Elem, StepError> {
        let value = self.forward(loss, x, targets)?;
        let (network, delta) = (&mut self.network, &mut self.delta);
        network.backward(x, &mut self.saved, delta, gradient, None);
        if !is_finite::<N::Elem, N>(gradient) {
            return Err(StepError::GradientNotFinite);
        }
        clip.apply(gradient);
        optimizer.step(network, gradient, &mut self.state, rate);
        Ok(value)
    }

    /// The loss of a batch, and its gradient in the output.
    fn forward<L: Loss<N::Out, N::Elem>>(
        &mut self,
        loss: &L,
        x: &InputBatch<B, N>,
        targets: &[L::Target],
    ) -> Result<N::Elem, StepError> {
        if x.is_empty() && targets.is_empty() {
            return Err(StepError::Empty);
        }
        let output = self.network.record(x, &mut self.saved);
        let value = loss.value_and_delta(output, targets, &mut self.delta)?;
        if num_traits::Float::is_finite(value) {
            Ok(value)
        } else {
            Err(StepError::NotFinite(value.as_f64()))
        }
    }

    /// The network's outputs for the batch of the last step, before its update.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut run = Training::<DenseNoBias<D<1>, D<1>>, Sgd, D<4>>::new(); // the weight is 0
    /// let x = Batch::from_samples(&[Vector::from([3.0])])?;
    /// let (sgd, target) = (Sgd { learning_rate: 0.1, ..Sgd::default() }, [Vector::from([1.0])]);
    ///
    /// run.train_step(&sgd, &HalfSquaredError, &x, &target)?;
    /// assert_eq!(run.output(&x)[0], Vector::from([0.0])); // 0 · 3
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn output<'a>(&'a self, x: &'a InputBatch<B, N>) -> &'a OutputBatch<B, N> {
        N::output(x, &self.saved)
    }
}

impl<N, O, B> Training<N, O, B>
where
    N: Gradients,
    O: Optimizer<Memory<N> = Gradient<N>>,
    B: Dim,
{
    /// The gradient of the last step, as the optimizer left it: clipped, if it is [`Clipped`](crate::optim::Clipped). For
    /// optimizers that store it, all but [`Sgd`](crate::optim::Sgd).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut run = Training::<DenseNoBias<D<1>, D<1>>, Adam, D<4>>::new(); // the weight is 0
    /// let x = Batch::from_samples(&[Vector::from([3.0])])?;
    ///
    /// run.train_step(&Adam::default(), &HalfSquaredError, &x, &[Vector::from([1.0])])?;
    /// assert_eq!(run.gradient().w[(0, 0)], -3.0); // (0 · 3 − 1) · 3
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn gradient(&self) -> &Gradient<N> {
        &self.memory
    }
}

impl<N: Gradients, O: Optimizer, B: Dim> Default for Training<N, O, B> {
    fn default() -> Self {
        Self::new()
    }
}
