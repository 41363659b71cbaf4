//! Backtracking to a sufficient decrease.

use num_traits::Float;

use super::line::{Line, LineFailure, LineSearch, is_level, is_lost_in_rounding, is_sufficient};
use super::objective::Objective;
use super::space::Space;
use crate::Element;

/// α, α ρ, α ρ², … until φ(α) ≤ φ(0) + c₁ α φ′(0), which is Armijo's sufficient decrease (Nocedal & Wright, algorithm 3.1).
///
/// The first step is evaluated with its gradient, as it is mostly the one that is taken; the others need values alone. A value that is not finite counts as too large.
/// Where the decrease drowns in the rounding of f, the slopes decide, as in [`StrongWolfe`](super::StrongWolfe).
///
/// ```
/// use typograd::minimize::{Backtracking, SteepestDescent, minimize};
/// use typograd::prelude::*;
///
/// let mut x = Vector::<D<1>, f64>::from([3.0]);
/// // x − ln x, which is no number left of 0
/// let barrier = |x: &Vector<D<1>, f64>, gradient: &mut Vector<D<1>, f64>| {
///     gradient[0] = 1.0 - 1.0 / x[0];
///     x[0] - x[0].ln()
/// };
/// let method = SteepestDescent { line_search: Backtracking::default() };
/// assert!(minimize(&method, barrier, &mut x).reason.is_converged());
/// assert!((x[0] - 1.0).abs() < 1e-5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backtracking {
    /// c₁, the share of the decrease that the slope promises: 1e-4.
    pub sufficient_decrease: f64,
    /// ρ, by which the step is shortened: 0.5.
    pub contraction: f64,
    /// How many steps are tried: 60.
    pub trials: usize,
}

impl Default for Backtracking {
    fn default() -> Self {
        Self {
            sufficient_decrease: 1e-4,
            contraction: 0.5,
            trials: 60,
        }
    }
}

impl LineSearch for Backtracking {
    fn search<P: Space, F: Objective<P>>(
        &self,
        line: &mut Line<'_, P, F>,
    ) -> Result<P::Elem, LineFailure> {
        let [c1, contraction] = [self.sufficient_decrease, self.contraction].map(P::Elem::from_f64);
        let start = line.start();
        let mut step = line.first();
        let first = line.trial(step)?;
        let mut value = first.value;
        // The last steps of Newton's method are good, though the values no longer tell.
        let is_shorter = first.slope.abs() < -start.slope && is_level(start, first, c1);
        if is_shorter && is_lost_in_rounding(start, value) {
            return Ok(step);
        }
        for _ in 1..self.trials {
            if is_sufficient(start, step, value, c1) {
                return Ok(step);
            }
            step *= contraction;
            value = line.value(step)?;
        }
        Err(LineFailure::NoDecrease)
    }
}
