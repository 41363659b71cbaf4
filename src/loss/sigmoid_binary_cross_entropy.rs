//! Binary cross entropy on logits.

use super::element::element_loss;
use crate::Element;
use crate::op::{Pointwise, Sigmoid, Softplus};

/// The mean over elements and samples of −y ln σ(z) − (1 − y) ln(1 − σ(z)), for logits z and targets y in 0..=1:
/// PyTorch's `BCEWithLogitsLoss`. Fused, δ = (σ(z) − y) / n.
///
/// It is computed as y softplus(−z) + (1 − y) softplus(z), which neither overflows nor cancels.
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
