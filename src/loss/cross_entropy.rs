//! Softmax and cross entropy, fused.

use super::{
    Loss, Reduction, TargetCountError, check_count, mean, one_by_one, one_by_one_with_delta,
};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::math::{cross_entropy as of_labels, exp_sum};
use crate::label::Label;
use crate::tensor::{Batch, Vector};

/// The mean over samples of −ln softmax(z)ₗ for logits z and the label l: PyTorch's `CrossEntropyLoss`.
/// Fused, δ = (p − y) / n for n samples, with p = softmax(z) and y the label as a unit vector.
///
/// With label smoothing ε, the target is (1 − ε) y + ε / C for C classes (Szegedy et al., 2016).
///
/// ```
/// use typograd::prelude::*;
///
/// let loss = SoftmaxCrossEntropy { label_smoothing: 0.1 };
/// let logits: Batch<D<1>, (D<2>,)> = Batch::from_samples(&[Vector::from([1e4, -1e4])])?;
/// assert_eq!(loss.value(&logits, &[Label::new(0)?])?, 1000.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SoftmaxCrossEntropy {
    /// The part of the target's weight that is spread over all classes; 0 by default.
    pub label_smoothing: f64,
}

/// −Σ tᵢ ln softmax(z)ᵢ for a target of weights t, and the gradient p Σ t − t.
///
/// A weight of 0 wins over an infinitely unlikely class.
#[inline(never)] // one piece of code for all numbers of classes
pub(super) fn cross_entropy<T: Element>(
    logits: &[T],
    target: impl Fn(usize) -> T,
    mut delta: Option<&mut [T]>,
) -> T {
    let (largest, sum) = exp_sum(logits, delta.as_deref_mut());
    let log_sum = sum.ln();
    // Where the largest is infinite, so are its equals, and no farther from it than 0.
    let log_probability = |z: T| {
        let distance = if z == largest { T::zero() } else { z - largest };
        distance - log_sum
    };
    let (mut loss, mut total) = (T::zero(), T::zero());
    for (i, z) in logits.iter().enumerate() {
        let weight = target(i);
        total += weight;
        if !weight.is_zero() {
            loss -= weight * log_probability(*z);
        }
    }
    if sum.is_nan() {
        loss = sum; // whatever the weights
    }
    if let Some(delta) = delta {
        // What it holds are the terms of the sum.
        let factor = total / sum;
        for (i, delta) in delta.iter_mut().enumerate() {
            *delta = *delta * factor - target(i);
        }
    }
    loss
}

#[diagnostic::do_not_recommend]
impl<C: Dim, T: Element> Loss<(C,), T> for SoftmaxCrossEntropy {
    type Target = Label<C>;
    const REDUCTION: Reduction = Reduction::SampleMean;

    fn sample(&self, output: &[T], target: &Label<C>, delta: Option<&mut [T]>) -> T {
        let spread = T::from_f64(self.label_smoothing / C::LEN as f64);
        let peak = T::from_f64(1.0 - self.label_smoothing) + spread;
        let weight = |i| if i == target.index() { peak } else { spread };
        cross_entropy(output, weight, delta)
    }

    fn is_correct(&self, output: &[T], target: &Label<C>) -> Option<bool> {
        Some(Vector::<C, T>::from_elements(output).argmax() == target.index())
    }

    fn value<B: Dim>(
        &self,
        output: &Batch<B, (C,), T>,
        targets: &[Label<C>],
    ) -> Result<T, TargetCountError> {
        if self.label_smoothing != 0.0 {
            return one_by_one(self, output, targets);
        }
        check_count(output, targets)?;
        let label = |row: usize| targets[row].index();
        let sum = of_labels(output.as_slice(), C::LEN, label, None);
        Ok(sum * mean::<Self, (C,), T>(output.len()))
    }

    fn value_and_delta<B: Dim>(
        &self,
        output: &Batch<B, (C,), T>,
        targets: &[Label<C>],
        delta: &mut Batch<B, (C,), T>,
    ) -> Result<T, TargetCountError> {
        if self.label_smoothing != 0.0 {
            return one_by_one_with_delta(self, output, targets, delta);
        }
        check_count(output, targets)?;
        delta.resize_like(output);
        let weight = mean::<Self, (C,), T>(output.len());
        let label = |row: usize| targets[row].index();
        let into = Some((delta.as_mut_slice(), weight));
        let sum = of_labels(output.as_slice(), C::LEN, label, into);
        Ok(sum * weight)
    }
}

/// The mean over samples of −Σ tᵢ ln softmax(z)ᵢ for logits z and a target distribution t: PyTorch's
/// `CrossEntropyLoss` with probabilities. Fused, δ = (p − t) / n for n samples, with p = softmax(z).
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<1>, (D<2>,)> = Batch::from_samples(&[Vector::from([3.0_f32.ln(), 0.0])])?;
/// let loss = SoftTargetCrossEntropy.value(&output, &[Vector::from([0.5, 0.5])])?;
/// assert!((loss - -(0.75_f32 * 0.25).ln() / 2.0).abs() < 1e-6); // softmax(z) = (¾, ¼)
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SoftTargetCrossEntropy;

#[diagnostic::do_not_recommend]
impl<C: Dim, T: Element> Loss<(C,), T> for SoftTargetCrossEntropy {
    type Target = Vector<C, T>;
    const REDUCTION: Reduction = Reduction::SampleMean;

    fn sample(&self, output: &[T], target: &Vector<C, T>, delta: Option<&mut [T]>) -> T {
        cross_entropy(output, |i| target.as_slice()[i], delta)
    }

    fn is_correct(&self, output: &[T], target: &Vector<C, T>) -> Option<bool> {
        Some(Vector::<C, T>::from_elements(output).argmax() == target.argmax())
    }
}
