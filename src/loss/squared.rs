//! Squared errors.

use super::element::element_loss;

/// The mean of (a − y)² over elements and samples, PyTorch's `MSELoss`; δ = 2 (a − y) / n.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanSquaredError;

element_loss!(MeanSquaredError, ElementMean, |_this, a, y| {
    let error = a - y;
    (error * error, error + error)
});

/// ½‖a − y‖², summed over the samples; δ = a − y.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HalfSquaredError;

element_loss!(HalfSquaredError, Sum, |_this, a, y| {
    let error = a - y;
    (T::from_f64(0.5) * error * error, error)
});
