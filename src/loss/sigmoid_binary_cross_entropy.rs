//! Binary cross entropy on logits.

use super::element::element_loss;
use crate::Element;
use crate::op::{Pointwise, Sigmoid, Softplus};

/// The mean over elements and samples of −y ln σ(z) − (1 − y) ln(1 − σ(z)), for logits z and targets y in 0..=1:
/// PyTorch's `BCEWithLogitsLoss`. Fused, δ = (σ(z) − y) / n, with n the number of elements of all samples.
///
/// It is computed as y softplus(−z) + (1 − y) softplus(z), which neither overflows nor cancels.
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<1>, (D<2>,)> = Batch::from_samples(&[Vector::from([0.0, 200.0])])?;
/// let loss = SigmoidBinaryCrossEntropy.value(&output, &[Vector::from([1.0, 0.0])])?;
/// assert!((loss - (2.0_f32.ln() + 200.0) / 2.0).abs() < 1e-5); // −ln σ(0) and −ln(1 − σ(200))
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SigmoidBinaryCrossEntropy;

/// w · x, where a weight of 0 wins over an infinite x.
fn weighted<T: Element>(weight: T, x: T) -> T {
    if weight.is_zero() && !x.is_nan() {
        weight
    } else {
        weight * x
    }
}

element_loss!(SigmoidBinaryCrossEntropy, ElementMean, |_this, z, y| {
    let value = weighted(y, Softplus::value(-z)) + weighted(T::one() - y, Softplus::value(z));
    (value, Sigmoid::value(z) - y)
});
