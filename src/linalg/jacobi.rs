//! Plane rotations, and how often all pairs of rows are gone through.

use super::Problem;
use crate::Element;

/// More sweeps than any matrix needs: convergence is quadratic, and tens of sweeps are a fault.
const MOST_SWEEPS: usize = 60;

/// Goes through all pairs p < q < n, again and again, until a sweep finds none that `rotate(p, q, false)` had to turn; then
/// once more, turning every pair.
///
/// The last sweep is for numbers that carry derivatives: a pair that is orthogonal in value may not be so in its
/// derivative, which one rotation of each pair mends.
pub(super) fn sweep(
    n: usize,
    mut rotate: impl FnMut(usize, usize, bool) -> bool,
) -> Result<(), Problem> {
    let mut all = |is_last: bool| {
        let mut turned = false;
        for p in 0..n {
            for q in p + 1..n {
                turned |= rotate(p, q, is_last);
            }
        }
        turned
    };
    for _ in 0..MOST_SWEEPS {
        if !all(false) {
            all(true);
            return Ok(());
        }
    }
    Err(Problem::NoConvergence {
        sweeps: MOST_SWEEPS,
    })
}

/// A rotation by an angle of at most 45°.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rotation<T> {
    pub(super) tangent: T,
    pub(super) cosine: T,
    pub(super) sine: T,
}

impl<T: Element> Rotation<T> {
    /// The rotation that makes a symmetric 2 × 2 matrix diagonal, given `difference` a₂₂ − a₁₁ and `off` a₁₂; none for a
    /// multiple of the identity.
    ///
    /// The tangent is the smaller root of t² + t (a₂₂ − a₁₁)/a₁₂ − 1 = 0 (Rutishauser 1966), without the division by a₁₂.
    pub(super) fn diagonalising(difference: T, off: T) -> Option<Self> {
        let twice = off + off;
        // √(difference² + twice²), where squares may vanish.
        let larger = difference.abs().max(twice.abs());
        if larger == T::zero() {
            return None;
        }
        let (x, y) = (difference / larger, twice / larger);
        let root = larger * (x * x + y * y).sqrt();
        let tangent = if difference < T::zero() {
            twice / (difference - root)
        } else {
            twice / (difference + root)
        };
        let cosine = (T::one() + tangent * tangent).sqrt().recip();
        Some(Self {
            tangent,
            cosine,
            sine: tangent * cosine,
        })
    }
}
