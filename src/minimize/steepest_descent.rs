//! Steepest descent.

use num_traits::One;

use super::backtracking::Backtracking;
use super::line::LineSearch;
use super::method::{At, Direction, FirstStep, Method, Taken};
use super::objective::Objective;
use super::space::{Space, norm, scale, store};
use crate::kernel::Store;

/// Along d = −∇f / ‖∇f‖, of length 1.
///
/// The method of Cauchy (1847). Near a minimum it converges linearly, by a factor of about ((κ − 1) / (κ + 1))² a step in f,
/// where κ is the condition number of the Hessian.
///
/// ```
/// use typograd::minimize::{SteepestDescent, minimize};
/// use typograd::prelude::*;
///
/// let mut x = Vector::<D<2>, f64>::from([3.0, -4.0]);
/// let bowl = |x: &Vector<D<2>, f64>, gradient: &mut Vector<D<2>, f64>| {
///     *gradient = Vector::from([2.0 * x[0], 4.0 * x[1]]);
///     x[0] * x[0] + 2.0 * x[1] * x[1]
/// };
/// let outcome = minimize(&SteepestDescent::default(), bowl, &mut x);
/// assert!(outcome.reason.is_converged(), "{outcome}");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SteepestDescent<L = Backtracking> {
    /// How far to go.
    pub line_search: L,
}

impl Default for SteepestDescent {
    fn default() -> Self {
        Self {
            line_search: Backtracking::default(),
        }
    }
}

impl<P: Space, L: LineSearch> Method<P> for SteepestDescent<L> {
    type State = ();
    type LineSearch = L;

    fn line_search(&self) -> &L {
        &self.line_search
    }

    fn restart(&self, (): &mut ()) {}
}

impl<P: Space, F: Objective<P>, L: LineSearch> Direction<P, F> for SteepestDescent<L> {
    fn direction(&self, _: &mut F, (): &mut (), at: At<'_, P>, direction: &mut P) -> FirstStep {
        store(at.gradient, direction, Store::set());
        // Twice, as the reciprocal of a small norm may be infinite.
        let root = num_traits::Float::sqrt(norm(direction));
        for _ in 0..2 {
            scale(P::Elem::one() / root, direction);
        }
        scale(-P::Elem::one(), direction);
        FirstStep::FromDecrease
    }

    fn learn(&self, (): &mut (), _: Taken<'_, P>) {}
}
