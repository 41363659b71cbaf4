//! Losses: how far an output is from its target, and the gradient δ in the output.
//!
//! A loss is written for one sample; what a batch makes of the samples is its [`Reduction`]. A new loss is one new file
//! here and one line below.

mod binary_cross_entropy;
mod cross_entropy;
mod element;
mod hinge;
mod huber;
mod kl_divergence;
mod mean_absolute;
mod sigmoid_binary_cross_entropy;
mod squared;

pub use binary_cross_entropy::BinaryCrossEntropy;
pub use cross_entropy::{SoftTargetCrossEntropy, SoftmaxCrossEntropy};
pub use hinge::Hinge;
pub use huber::Huber;
pub use kl_divergence::KlDivergence;
pub use mean_absolute::MeanAbsoluteError;
pub use sigmoid_binary_cross_entropy::SigmoidBinaryCrossEntropy;
pub use squared::{HalfSquaredError, MeanSquaredError};

use core::fmt;

use crate::Element;
use crate::dim::Dim;
use crate::kernel::vector::vectorised;
use crate::shape::Shape;
use crate::tensor::Batch;

/// What a batch makes of its samples' losses.
///
/// ```
/// use typograd::{loss::Reduction, prelude::*};
///
/// assert_eq!(<HalfSquaredError as Loss<(D<2>,), f32>>::REDUCTION, Reduction::Sum);
/// assert_eq!(<MeanSquaredError as Loss<(D<2>,), f32>>::REDUCTION, Reduction::ElementMean);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Their sum.
    Sum,
    /// Their sum over the number of samples.
    SampleMean,
    /// Their sum over the number of all elements.
    ElementMean,
}

/// A number of targets that is not the number of outputs.
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<4>, (D<2>,)> = Batch::from_samples(&[Vector::zeros(), Vector::ones()])?;
/// let error = MeanSquaredError.value(&output, &[Vector::ones()]).unwrap_err();
/// assert_eq!(error.to_string(), "1 targets were given for a batch of 2 samples");
/// # Ok::<(), typograd::tensor::CapacityError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetCountError {
    /// How many outputs there are.
    pub outputs: usize,
    /// How many targets were given.
    pub targets: usize,
}

impl fmt::Display for TargetCountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} targets were given for a batch of {} samples",
            self.targets, self.outputs
        )
    }
}

impl core::error::Error for TargetCountError {}

/// A loss for outputs of shape `S`.
///
/// ```
/// use typograd::prelude::*;
///
/// let logits: Batch<D<4>, (D<3>,)> = Batch::from_samples(&[Vector::from([2.0, 0.0, 0.0])])?;
/// let target = [Label::<D<3>>::new(0)?];
/// let mut delta = Batch::new();
/// let loss = SoftmaxCrossEntropy::default().value_and_delta(&logits, &target, &mut delta)?;
/// assert!((loss - 0.2395).abs() < 1e-4);
/// assert!(delta[0].sum().abs() < 1e-6); // p − y sums to 0
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "the loss `{Self}` does not fit an output of shape `{S}`",
    label = "this loss is not defined for `{S}`"
)]
pub trait Loss<S: Shape, T: Element>: Sync {
    /// What an output is compared with.
    type Target: Send + Sync;
    /// What a batch makes of its samples' losses.
    const REDUCTION: Reduction;

    /// The loss of one sample, before any mean is taken, and its gradient in the output, written to `delta` where asked
    /// for. `output` and `delta` hold as many elements as the shape has.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut delta = [0.0; 2];
    /// let target = Vector::<D<2>>::from([1.0, 1.0]);
    /// assert_eq!(HalfSquaredError.sample(&[3.0, 0.0], &target, Some(&mut delta)), 2.5); // ½ (2² + 1²)
    /// assert_eq!(delta, [2.0, -1.0]);
    /// ```
    fn sample(&self, output: &[T], target: &Self::Target, delta: Option<&mut [T]>) -> T;

    /// Whether the output decides for the right class; `None` for a loss that is not about classes.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let second = Label::<D<3>>::new(1)?;
    /// let loss = SoftmaxCrossEntropy::default();
    /// assert_eq!(loss.is_correct(&[0.1, 0.7, 0.2], &second), Some(true)); // the largest logit is the second
    /// # Ok::<(), typograd::LabelError>(())
    /// ```
    fn is_correct(&self, _output: &[T], _target: &Self::Target) -> Option<bool> {
        None
    }

    /// The loss of a batch.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let output: Batch<D<4>, (D<1>,)> = Batch::from_samples(&[[1.0], [4.0]].map(Vector::from))?;
    /// let loss = MeanSquaredError.value(&output, &[[0.0], [1.0]].map(Vector::from))?;
    /// assert_eq!(loss, 5.0); // (1² + 3²) / 2
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are not as many targets as outputs.
    fn value<B: Dim>(
        &self,
        output: &Batch<B, S, T>,
        targets: &[Self::Target],
    ) -> Result<T, TargetCountError> {
        one_by_one(self, output, targets)
    }

    /// The loss of a batch, and its gradient in the output, for which `delta` takes the length of the batch.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let output: Batch<D<4>, (D<1>,)> = Batch::from_samples(&[[1.0], [4.0]].map(Vector::from))?;
    /// let (targets, mut delta) = ([[0.0], [1.0]].map(Vector::from), Batch::new());
    /// assert_eq!(MeanSquaredError.value_and_delta(&output, &targets, &mut delta)?, 5.0);
    /// assert_eq!(delta.as_slice(), [1.0, 3.0]); // 2 (a − y) / 2
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are not as many targets as outputs.
    fn value_and_delta<B: Dim>(
        &self,
        output: &Batch<B, S, T>,
        targets: &[Self::Target],
        delta: &mut Batch<B, S, T>,
    ) -> Result<T, TargetCountError> {
        one_by_one_with_delta(self, output, targets, delta)
    }
}

/// What the sum over `samples` samples is multiplied by.
fn mean<L: Loss<S, T> + ?Sized, S: Shape, T: Element>(samples: usize) -> T {
    let count = match L::REDUCTION {
        Reduction::Sum => 1,
        Reduction::SampleMean => samples,
        Reduction::ElementMean => samples * S::LEN,
    };
    T::from_f64(1.0 / count.max(1) as f64)
}

/// [`Loss::value`], a sample at a time.
fn one_by_one<L: Loss<S, T> + ?Sized, B: Dim, S: Shape, T: Element>(
    loss: &L,
    output: &Batch<B, S, T>,
    targets: &[L::Target],
) -> Result<T, TargetCountError> {
    check_count(output, targets)?;
    let samples = output.samples().iter().zip(targets);
    let sum: T = samples
        .map(|(output, target)| loss.sample(output.as_slice(), target, None))
        .sum();
    Ok(sum * mean::<L, S, T>(output.len()))
}

/// [`Loss::value_and_delta`], a sample at a time.
fn one_by_one_with_delta<L: Loss<S, T> + ?Sized, B: Dim, S: Shape, T: Element>(
    loss: &L,
    output: &Batch<B, S, T>,
    targets: &[L::Target],
    delta: &mut Batch<B, S, T>,
) -> Result<T, TargetCountError> {
    check_count(output, targets)?;
    delta.resize_like(output);
    let mut sum = T::zero();
    for ((output, target), delta) in output
        .samples()
        .iter()
        .zip(targets)
        .zip(delta.samples_mut())
    {
        sum += loss.sample(output.as_slice(), target, Some(delta.as_mut_slice()));
    }
    let weight = mean::<L, S, T>(output.len());
    if weight != T::one() {
        vectorised::<T>(|| {
            for delta in delta.as_mut_slice() {
                *delta *= weight;
            }
        });
    }
    Ok(sum * weight)
}

fn check_count<B: Dim, S: Shape, T: Element, X>(
    output: &Batch<B, S, T>,
    targets: &[X],
) -> Result<(), TargetCountError> {
    if output.len() == targets.len() {
        return Ok(());
    }
    Err(TargetCountError {
        outputs: output.len(),
        targets: targets.len(),
    })
}
