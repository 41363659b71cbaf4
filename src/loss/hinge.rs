//! The hinge loss.

use super::element::element_loss;

/// The mean over elements and samples of max(0, 1 − y a), for targets y of −1 and 1.
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
