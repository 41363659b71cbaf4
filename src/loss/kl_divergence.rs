//! The Kullback–Leibler divergence.

use super::cross_entropy::cross_entropy;
use super::{Loss, Reduction};
use crate::Element;
use crate::dim::Dim;
use crate::tensor::Vector;

/// The mean over samples of KL(t ‖ softmax(z)) = Σ tᵢ (ln tᵢ − ln softmax(z)ᵢ) for logits z and a target distribution
/// t: PyTorch's `KLDivLoss` with `batchmean` on a log-softmax. Fused, δ = (p − t) / n for n samples, with
/// p = softmax(z).
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<1>, (D<2>,)> = Batch::from_samples(&[Vector::from([0.0, 0.0])])?;
/// let loss = KlDivergence.value(&output, &[Vector::from([1.0, 0.0])])?;
/// assert!((loss - 2.0_f32.ln()).abs() < 1e-6); // 1 · (ln 1 − ln ½)
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct KlDivergence;

#[diagnostic::do_not_recommend]
impl<C: Dim, T: Element> Loss<(C,), T> for KlDivergence {
    type Target = Vector<C, T>;
    const REDUCTION: Reduction = Reduction::SampleMean;

    fn sample(&self, output: &[T], target: &Vector<C, T>, delta: Option<&mut [T]>) -> T {
        let negative_entropy: T = target
            .iter()
            .map(|t| if t.is_zero() { T::zero() } else { *t * t.ln() })
            .sum();
        cross_entropy(output, |i| target.as_slice()[i], delta) + negative_entropy
    }
}
