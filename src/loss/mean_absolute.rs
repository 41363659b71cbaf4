//! The mean absolute error.

use super::element::element_loss;

/// The mean of |a − y| over elements and samples, for outputs a and targets y of any shape: PyTorch's `L1Loss`;
/// δ = sign(a − y) / n, and 0 at 0, with n the number of elements of all samples.
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<1>, (D<2>,)> = Batch::from_samples(&[Vector::from([1.0, 2.0])])?;
/// let loss = MeanAbsoluteError.value(&output, &[Vector::from([0.0, 4.0])])?;
/// assert_eq!(loss, 1.5); // (1 + 2) / 2
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanAbsoluteError;

element_loss!(MeanAbsoluteError, ElementMean, |_this, a, y| {
    let error = a - y;
    let slope = if error.is_zero() {
        error
    } else {
        error.signum()
    };
    (error.abs(), slope)
});
