//! A function along a line, and the ways to choose a step on it.

use core::fmt;

use num_traits::Float;

use super::objective::Objective;
use super::outcome::Evaluations;
use super::space::{Space, copy, dot, store};
use crate::Element;
use crate::kernel::Store;

/// A step α along a line, with φ(α) = f(x + α d) and the slope φ′(α) = ∇f(x + α d)ᵀ d.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial<T> {
    /// α.
    pub step: T,
    /// φ(α).
    pub value: T,
    /// φ′(α).
    pub slope: T,
}

impl<T: Element> Trial<T> {
    /// Whether value and slope are numbers.
    pub fn is_finite(&self) -> bool {
        self.value.is_finite() && self.slope.is_finite()
    }
}

/// Why a line search has no step to offer.
///
/// ```
/// use typograd::minimize::LineFailure;
///
/// assert_eq!(LineFailure::NoDecrease.to_string(), "no decrease was found along the line");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFailure {
    /// No step that it tried was good enough.
    NoDecrease,
    /// The function may not be evaluated again.
    EvaluationLimit,
}

impl fmt::Display for LineFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoDecrease => "no decrease was found along the line",
            Self::EvaluationLimit => "the limit of evaluations was reached",
        })
    }
}

impl core::error::Error for LineFailure {}

/// The best point so far, and its value.
pub(super) struct Best<'a, P: Space> {
    pub(super) point: &'a mut P,
    pub(super) value: &'a mut P::Elem,
}

/// The function φ(α) = f(x + α d) that a line search looks at.
pub struct Line<'a, P: Space, F> {
    pub(super) objective: &'a mut F,
    /// x.
    pub(super) from: &'a mut P,
    /// d.
    pub(super) direction: &'a mut P,
    /// x + α d, and ∇f there.
    pub(super) at: &'a mut P,
    pub(super) gradient: &'a mut P,
    pub(super) best: Best<'a, P>,
    pub(super) evaluations: &'a mut Evaluations,
    pub(super) limit: usize,
    pub(super) start: Trial<P::Elem>,
    pub(super) first: P::Elem,
    /// What `at` and `gradient` hold, if both are of one step.
    pub(super) last: Option<Trial<P::Elem>>,
}

impl<P: Space, F> fmt::Debug for Line<'_, P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("start", &self.start)
            .field("first", &self.first)
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}

impl<P: Space, F: Objective<P>> Line<'_, P, F> {
    /// The step 0, with φ(0) and φ′(0) < 0.
    pub fn start(&self) -> Trial<P::Elem> {
        self.start
    }

    /// The step that the method would try first.
    pub fn first(&self) -> P::Elem {
        self.first
    }

    /// φ(α).
    ///
    /// # Errors
    ///
    /// If the function may not be evaluated again.
    pub fn value(&mut self, step: P::Elem) -> Result<P::Elem, LineFailure> {
        self.go(step)?;
        self.last = None;
        let value = self.objective.value(self.at, self.gradient);
        self.see(value);
        Ok(value)
    }

    /// φ(α) and φ′(α).
    ///
    /// # Errors
    ///
    /// If the function may not be evaluated again.
    pub fn trial(&mut self, step: P::Elem) -> Result<Trial<P::Elem>, LineFailure> {
        if let Some(last) = self.last
            && last.step == step
        {
            return Ok(last);
        }
        self.go(step)?;
        let value = self.objective.value_and_gradient(self.at, self.gradient);
        self.evaluations.gradients += 1;
        self.see(value);
        let trial = Trial {
            step,
            value,
            slope: dot(self.gradient, self.direction),
        };
        self.last = Some(trial);
        Ok(trial)
    }

    fn go(&mut self, step: P::Elem) -> Result<(), LineFailure> {
        if self.evaluations.values >= self.limit {
            return Err(LineFailure::EvaluationLimit);
        }
        self.evaluations.values += 1;
        copy(self.from, self.at);
        store(self.direction, self.at, Store::add().times(step));
        Ok(())
    }

    fn see(&mut self, value: P::Elem) {
        if value < *self.best.value && value.is_finite() {
            *self.best.value = value;
            copy(self.at, self.best.point);
        }
    }
}

/// A rule that chooses how far to go along a direction.
///
/// [`FixedStep`](super::FixedStep), [`Backtracking`](super::Backtracking) and [`StrongWolfe`](super::StrongWolfe) are three;
/// one of your own looks at the [`Line`] as often as it likes:
///
/// ```
/// use typograd::minimize::{Line, LineFailure, LineSearch, Objective, Space, SteepestDescent, minimize};
/// use typograd::prelude::*;
///
/// /// The better of two steps.
/// struct Either(f64, f64);
///
/// impl LineSearch for Either {
///     fn search<P: Space, F: Objective<P>>(&self, line: &mut Line<'_, P, F>) -> Result<P::Elem, LineFailure> {
///         let [a, b] = [self.0, self.1].map(P::Elem::from_f64);
///         Ok(if line.value(a)? < line.value(b)? { a } else { b })
///     }
/// }
///
/// let mut x = Vector::<D<2>, f64>::from([30.0, -40.0]);
/// let cone = |x: &Vector<D<2>, f64>, gradient: &mut Vector<D<2>, f64>| {
///     *gradient = x / x.norm();
///     x.norm()
/// };
/// minimize(&SteepestDescent { line_search: Either(10.0, 1.0) }, cone, &mut x);
/// assert!(x.norm() < 1.0); // from a distance of 50, by five steps of 10
/// ```
pub trait LineSearch {
    /// A step α > 0 to be taken.
    ///
    /// # Errors
    ///
    /// If there is none: the minimisation ends then.
    fn search<P: Space, F: Objective<P>>(
        &self,
        line: &mut Line<'_, P, F>,
    ) -> Result<P::Elem, LineFailure>;
}

/// The minimum between two steps of the cubic with their values and slopes (Nocedal & Wright, equation 3.59); that of the
/// quadratic with their slopes, where the values differ by little more than rounding.
pub(super) fn interpolate<T: Element>(a: Trial<T>, b: Trial<T>) -> Option<T> {
    if !a.is_finite() || !b.is_finite() {
        return None;
    }
    let width = b.step - a.step;
    let rounding = T::epsilon() * a.value.abs().max(b.value.abs());
    let told_by_slopes = width.abs() * a.slope.abs().max(b.slope.abs());
    let step = if rounding > T::from_f64(1e-3) * told_by_slopes {
        a.step - a.slope * width / (b.slope - a.slope)
    } else {
        let three = T::from_f64(3.0);
        let d1 = a.slope + b.slope - three * (b.value - a.value) / width;
        let d2 = (d1 * d1 - a.slope * b.slope).sqrt() * width.signum();
        b.step - width * (b.slope + d2 - d1) / (b.slope - a.slope + d2 + d2)
    };
    step.is_finite().then_some(step)
}

/// Sufficient decrease, as Armijo asks for it: φ(α) ≤ φ(0) + c₁ α φ′(0), and a decrease where rounding makes that φ(0).
pub(super) fn is_sufficient<T: Element>(start: Trial<T>, step: T, value: T, c1: T) -> bool {
    value <= start.value + c1 * step * start.slope && value < start.value && value.is_finite()
}

/// Whether φ(α) differs from φ(0) by no more than their rounding, so that only slopes tell where to go.
pub(super) fn is_lost_in_rounding<T: Element>(start: Trial<T>, value: T) -> bool {
    let rounding = T::from_f64(4.0) * T::epsilon() * start.value.abs();
    (value - start.value).abs() <= rounding
}

/// What stands for the sufficient decrease where that is lost in rounding: (2 c₁ − 1) φ′(0) ≥ φ′(α) (Hager & Zhang, 2005).
pub(super) fn is_level<T: Element>(start: Trial<T>, trial: Trial<T>, c1: T) -> bool {
    trial.slope <= (c1 + c1 - T::one()) * start.slope
}
