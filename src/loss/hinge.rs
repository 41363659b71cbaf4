//! The hinge loss.

use super::element::element_loss;

/// The mean over elements and samples of max(0, 1 − y a), for outputs a of any shape and targets y of −1 and 1: the
/// loss of a support vector machine (Cortes and Vapnik, 1995). δ = −y / n where 1 − y a > 0, and 0 elsewhere, with n the
/// number of elements of all samples.
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<1>, (D<2>,)> = Batch::from_samples(&[Vector::from([2.0, 0.5])])?;
/// let loss = Hinge.value(&output, &[Vector::from([1.0, -1.0])])?;
/// assert_eq!(loss, 0.75); // (0 + 1.5) / 2: the first is on its side, and beyond 1
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hinge;

element_loss!(Hinge, ElementMean, |_this, a, y| {
    let margin = T::one() - y * a;
    if margin > T::zero() {
        (margin, -y)
    } else if margin.is_nan() {
        (margin, margin)
    } else {
        (T::zero(), T::zero())
    }
});
