//! Binary cross entropy on probabilities.

use super::element::element_loss;
use crate::Element;

/// The mean over elements and samples of −y ln p − (1 − y) ln(1 − p), for probabilities p and targets y in 0..=1.
///
/// δ = (p − y) / (p (1 − p)) / n, with n the number of elements of all samples. Logarithms are cut off at −100, and
/// p (1 − p) at 1e-12, as in PyTorch's `BCELoss`. Where the output is a sigmoid's, prefer
/// [`SigmoidBinaryCrossEntropy`](super::SigmoidBinaryCrossEntropy) on its argument: there nothing is cut off.
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<1>, (D<2>,)> = Batch::from_samples(&[Vector::from([0.5, 0.25])])?;
/// let loss = BinaryCrossEntropy.value(&output, &[Vector::from([0.0, 1.0])])?;
/// assert!((loss - 1.5 * 2.0_f32.ln()).abs() < 1e-6); // (−ln ½ − ln ¼) / 2
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BinaryCrossEntropy;

/// ln p, not below −100; NaN stays NaN.
fn log<T: Element>(p: T) -> T {
    let (log, floor) = (p.ln(), T::from_f64(-100.0));
    if log < floor { floor } else { log }
}

element_loss!(BinaryCrossEntropy, ElementMean, |_this, p, y| {
    let one = T::one();
    let value = -(y * log(p) + (one - y) * log(one - p));
    let spread = (p * (one - p)).max(T::from_f64(1e-12));
    (value, (p - y) / spread)
});
