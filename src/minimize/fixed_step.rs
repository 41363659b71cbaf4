//! A step of one length.

use super::line::{Line, LineFailure, LineSearch};
use super::objective::Objective;
use super::space::Space;
use crate::Element;

/// The same α every time, whatever the function does: `x ← x + α d`.
///
/// With [`SteepestDescent`](super::SteepestDescent), whose direction is normalised, every step is as long, and the search
/// goes round the minimum in the end; the result is the best point on the way.
///
/// ```
/// use typograd::minimize::{FixedStep, Reason, SteepestDescent, Stopping, minimize_with};
/// use typograd::prelude::*;
///
/// let mut x = Vector::<D<1>, f64>::from([1.0]);
/// let square = |x: &Vector<D<1>, f64>, gradient: &mut Vector<D<1>, f64>| {
///     gradient[0] = 2.0 * x[0];
///     x[0] * x[0]
/// };
/// let method = SteepestDescent { line_search: FixedStep(0.3) };
/// let stopping = Stopping { iterations: 10, ..Stopping::default() };
/// let outcome = minimize_with(&method, square, &mut x, &stopping, |_| {}); // 1, 0.7, 0.4, 0.1, −0.2, 0.1, …
/// assert_eq!(outcome.reason, Reason::IterationLimit);
/// assert!((x[0] - 0.1).abs() < 1e-9);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FixedStep(pub f64);

impl LineSearch for FixedStep {
    fn search<P: Space, F: Objective<P>>(
        &self,
        _: &mut Line<'_, P, F>,
    ) -> Result<P::Elem, LineFailure> {
        Ok(P::Elem::from_f64(self.0))
    }
}
