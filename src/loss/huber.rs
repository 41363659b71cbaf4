//! The Huber loss.

use super::element::element_loss;

/// The mean over elements and samples of ½ e² for |e| ≤ d, and d (|e| − ½ d) beyond, with e = a − y for outputs a
/// and targets y of any shape (Huber, 1964): PyTorch's `HuberLoss`. Its gradient is e / n up to d and d sign(e) / n
/// beyond, with n the number of elements of all samples.
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<1>, (D<2>,)> = Batch::from_samples(&[Vector::from([0.5, 3.0])])?;
/// let loss = Huber::default().value(&output, &[Vector::from([0.0, 0.0])])?;
/// assert_eq!(loss, 1.3125); // (½ 0.5² + (3 − ½)) / 2
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Huber {
    /// Where the square goes over into a line, d; 1 by default, as in PyTorch.
    pub delta: f64,
}

impl Default for Huber {
    fn default() -> Self {
        Self { delta: 1.0 }
    }
}

element_loss!(Huber, ElementMean, |this, a, y| {
    let (error, bound) = (a - y, T::from_f64(this.delta));
    let (half, size) = (T::from_f64(0.5), error.abs());
    if size <= bound {
        (half * error * error, error)
    } else {
        (bound * (size - half * bound), bound * error.signum())
    }
});
