//! The mean absolute error.

use super::element::element_loss;

/// The mean of |a − y| over elements and samples, PyTorch's `L1Loss`; δ = sign(a − y) / n, and 0 at 0.
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
