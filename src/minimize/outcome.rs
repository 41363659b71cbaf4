//! When to stop, and what was found.

use core::fmt;

use crate::Element;

/// When a minimisation ends. A tolerance of 0 is never met but by a number that is 0.
///
/// ```
/// use typograd::minimize::Stopping;
///
/// let stopping = Stopping { gradient: 1e-8, iterations: 50, ..Stopping::default() };
/// assert_eq!(stopping.evaluations, usize::MAX); // no limit
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stopping {
    /// Where no component of the gradient is larger: max |∂f/∂xᵢ| ≤ this. 1e-5, as in `scipy.optimize`.
    pub gradient: f64,
    /// After a step that made the function smaller by no more than this, relative to max(|fₖ|, |fₖ₊₁|, 1). 0, which only a
    /// step that made it no smaller meets.
    pub decrease: f64,
    /// After a step ‖xₖ₊₁ − xₖ‖ ≤ this · (1 + ‖xₖ‖). 0.
    pub step: f64,
    /// After as many iterations. 1,000.
    pub iterations: usize,
    /// Before there would be more evaluations of the value. No limit.
    pub evaluations: usize,
}

impl Default for Stopping {
    fn default() -> Self {
        Self {
            gradient: 1e-5,
            decrease: 0.0,
            step: 0.0,
            iterations: 1000,
            evaluations: usize::MAX,
        }
    }
}

/// Why a minimisation ended.
///
/// ```
/// use typograd::minimize::Reason;
///
/// assert!(Reason::GradientIsSmall.is_converged() && !Reason::IterationLimit.is_converged());
/// assert_eq!(Reason::NoDecrease.to_string(), "the line search found no decrease");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The gradient is within [`Stopping::gradient`].
    GradientIsSmall,
    /// The last decrease was within [`Stopping::decrease`].
    DecreaseIsSmall,
    /// The last step was within [`Stopping::step`].
    StepIsSmall,
    /// Along the last direction, downhill by its slope, the line search found no smaller value: often because what is left
    /// to gain is less than the rounding of f, or because the gradient is not that of f.
    NoDecrease,
    /// As many iterations were made as [`Stopping::iterations`] allows.
    IterationLimit,
    /// The function was evaluated as often as [`Stopping::evaluations`] allows.
    EvaluationLimit,
    /// The value or the gradient is NaN or infinite: where the search began, or after a step that no line search looked at.
    NotFinite,
}

impl Reason {
    /// Whether it ended by a tolerance.
    pub const fn is_converged(self) -> bool {
        matches!(
            self,
            Self::GradientIsSmall | Self::DecreaseIsSmall | Self::StepIsSmall
        )
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GradientIsSmall => "the gradient is small",
            Self::DecreaseIsSmall => "the decrease is small",
            Self::StepIsSmall => "the step is small",
            Self::NoDecrease => "the line search found no decrease",
            Self::IterationLimit => "the limit of iterations was reached",
            Self::EvaluationLimit => "the limit of evaluations was reached",
            Self::NotFinite => "the value or the gradient is not finite",
        })
    }
}

/// How often a function was evaluated.
///
/// ```
/// use typograd::minimize::Evaluations;
///
/// assert_eq!(Evaluations::default(), Evaluations { values: 0, gradients: 0, hessians: 0 });
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evaluations {
    /// Its value, alone or with the gradient.
    pub values: usize,
    /// Its gradient.
    pub gradients: usize,
    /// Its Hessian.
    pub hessians: usize,
}

/// What a minimisation came to. The point itself is where the search began, changed in place: it is the best that was seen,
/// whatever the reason.
///
/// ```
/// use typograd::minimize::{Lbfgs, minimize};
/// use typograd::prelude::*;
///
/// let mut x = Vector::<D<1>, f64>::from([3.0]);
/// let square = |x: &Vector<D<1>, f64>, gradient: &mut Vector<D<1>, f64>| {
///     gradient[0] = 2.0 * x[0];
///     x[0] * x[0]
/// };
/// let outcome = minimize(&Lbfgs::<D<5>>::default(), square, &mut x);
/// println!("{outcome}"); // the gradient is small: f = …, max |∇f| = …, after 2 iterations, …
/// assert_eq!(outcome.value, x[0] * x[0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome<T> {
    /// Why it ended.
    pub reason: Reason,
    /// f at the best point.
    pub value: T,
    /// max |∂f/∂xᵢ| at the best point.
    pub gradient_norm: T,
    /// How many steps were made.
    pub iterations: usize,
    /// How often the function was evaluated.
    pub evaluations: Evaluations,
}

impl<T: Element> fmt::Display for Outcome<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: f = {:.6e}, max |∇f| = {:.1e}, after {} iterations, {} values, {} gradients",
            self.reason,
            self.value,
            self.gradient_norm,
            self.iterations,
            self.evaluations.values,
            self.evaluations.gradients
        )?;
        if self.evaluations.hessians > 0 {
            write!(f, ", {} Hessians", self.evaluations.hessians)?;
        }
        Ok(())
    }
}
