//! Squared errors.

use super::element::element_loss;

/// The mean of (a − y)² over elements and samples, for outputs a and targets y of any shape: PyTorch's `MSELoss`;
/// δ = 2 (a − y) / n, with n the number of elements of all samples.
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<1>, (D<2>,)> = Batch::from_samples(&[Vector::from([1.0, 2.0])])?;
/// let loss = MeanSquaredError.value(&output, &[Vector::from([0.0, 4.0])])?;
/// assert_eq!(loss, 2.5); // (1² + 2²) / 2
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanSquaredError;

element_loss!(MeanSquaredError, ElementMean, |_this, a, y| {
    let error = a - y;
    (error * error, error + error)
});

/// ½‖a − y‖², summed over the samples, for outputs a and targets y of any shape; δ = a − y. It is half of PyTorch's
/// `MSELoss` with `reduction="sum"`.
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<2>, (D<1>,)> = Batch::from_samples(&[[1.0], [2.0]].map(Vector::from))?;
/// let targets = [[0.0], [4.0]].map(Vector::from);
/// let mut delta = Batch::new();
/// assert_eq!(HalfSquaredError.value_and_delta(&output, &targets, &mut delta)?, 2.5); // ½ 1² + ½ 2²
/// assert_eq!(delta.as_slice(), [1.0, -2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HalfSquaredError;

element_loss!(HalfSquaredError, Sum, |_this, a, y| {
    let error = a - y;
    (T::from_f64(0.5) * error * error, error)
});
