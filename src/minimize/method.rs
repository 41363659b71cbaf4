//! What a method is: a rule for the next direction.

use core::fmt;

use super::line::LineSearch;
use super::outcome::Evaluations;
use super::space::Space;
use crate::Zeroed;

/// A point on the way, as a method sees it.
pub struct At<'a, P: Space> {
    /// x.
    pub point: &'a mut P,
    /// f(x).
    pub value: P::Elem,
    /// ∇f(x).
    pub gradient: &'a mut P,
    /// To be counted up by who evaluates the function.
    pub evaluations: &'a mut Evaluations,
}

impl<P: Space> fmt::Debug for At<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("At")
            .field("value", &self.value)
            .field("evaluations", &self.evaluations)
            .finish_non_exhaustive()
    }
}

/// A step that was taken, from xₖ to xₖ₊₁ = xₖ + α d.
pub struct Taken<'a, P: Space> {
    /// α.
    pub step: P::Elem,
    /// d. What is left here is found again by the next [`direction`](Direction::direction).
    pub direction: &'a mut P,
    /// ∇f(xₖ), which may be overwritten.
    pub before: &'a mut P,
    /// ∇f(xₖ₊₁), which may not.
    pub after: &'a mut P,
}

impl<P: Space> fmt::Debug for Taken<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Taken")
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}

/// The step that a line search had best try first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstStep {
    /// 1: the direction knows how far to go, as Newton's does.
    One,
    /// What the last step's decrease suggests, α = 2 (fₖ − fₖ₋₁) / φ′(0) (Nocedal & Wright, equation 3.60): the direction
    /// has no scale, as steepest descent's.
    FromDecrease,
}

/// A method of minimisation: its settings, the memory it needs, and its line search.
///
/// What it does is in [`Direction`], which says for which functions it does it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no method of minimisation over points `{P}`",
    label = "expected a method such as `Lbfgs<D<10>>`, or one that is for such points",
    note = "`Bfgs` and `Newton` store a matrix, and need a tensor or a vector: `Flattened` makes a vector of a network"
)]
pub trait Method<P: Space> {
    /// What the method remembers between iterations: zero bytes to begin with.
    type State: Zeroed;
    /// How it chooses a step.
    type LineSearch: LineSearch;

    /// The settings of its line search.
    fn line_search(&self) -> &Self::LineSearch;

    /// Forgets what it remembers.
    fn restart(&self, state: &mut Self::State);
}

/// A [`Method`] that has a direction for a function `F`.
///
/// One of your own, a descent along one coordinate:
///
/// ```
/// use typograd::minimize::{
///     At, Backtracking, Direction, FirstStep, Method, Objective, Stopping, Taken, minimize_with,
/// };
/// use typograd::prelude::*;
///
/// /// Along the coordinate whose derivative is largest.
/// struct Steepest(Backtracking);
///
/// impl<N: Dim> Method<Vector<N, f64>> for Steepest {
///     type State = ();
///     type LineSearch = Backtracking;
///
///     fn line_search(&self) -> &Backtracking {
///         &self.0
///     }
///
///     fn restart(&self, (): &mut ()) {}
/// }
///
/// impl<N: Dim, F: Objective<Vector<N, f64>>> Direction<Vector<N, f64>, F> for Steepest {
///     fn direction(
///         &self,
///         _: &mut F,
///         (): &mut (),
///         at: At<'_, Vector<N, f64>>,
///         direction: &mut Vector<N, f64>,
///     ) -> FirstStep {
///         let i = at.gradient.map(f64::abs).argmax();
///         direction.fill(0.0);
///         direction[i] = -at.gradient[i];
///         FirstStep::FromDecrease
///     }
///
///     fn learn(&self, (): &mut (), _: Taken<'_, Vector<N, f64>>) {}
/// }
///
/// let mut x = Vector::<D<2>, f64>::from([3.0, 4.0]);
/// let bowl = |x: &Vector<D<2>, f64>, gradient: &mut Vector<D<2>, f64>| {
///     *gradient = x * 2.0;
///     x.norm_squared()
/// };
/// let outcome = minimize_with(&Steepest(Backtracking::default()), bowl, &mut x, &Stopping::default(), |_| {});
/// assert!(outcome.reason.is_converged() && x.norm_max() < 1e-5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot minimise this function",
    label = "the method has no direction for it",
    note = "`Newton` needs second derivatives: `WithHessian {{ function, hessian }}`"
)]
pub trait Direction<P: Space, F>: Method<P> {
    /// Writes the direction d to go from a point. One that does not go down, dᵀ∇f ≥ 0, is replaced by −∇f, and the method
    /// restarted.
    fn direction(
        &self,
        objective: &mut F,
        state: &mut Self::State,
        at: At<'_, P>,
        direction: &mut P,
    ) -> FirstStep;

    /// Learns from a step that was taken.
    fn learn(&self, state: &mut Self::State, taken: Taken<'_, P>);
}
