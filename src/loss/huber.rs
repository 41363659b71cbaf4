//! The Huber loss.

use super::element::element_loss;

/// The mean over elements and samples of ½ e² for |e| ≤ δ, and δ (|e| − ½ δ) beyond, with e = a − y (Huber, 1964).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Huber {
    /// Where the square goes over into a line; 1 by default, as in PyTorch.
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
