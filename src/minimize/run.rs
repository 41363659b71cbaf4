//! The loop that all methods share.

use core::fmt;

use num_traits::{Float, One, Zero};

use super::line::{Best, Line, LineFailure, LineSearch, Trial};
use super::method::{At, Direction, FirstStep, Method, Taken};
use super::objective::Objective;
use super::outcome::{Evaluations, Outcome, Reason, Stopping};
use super::space::{Space, copy, dot, norm, norm_max, scale, store, swap};
use crate::kernel::Store;
use crate::zeroed::zeroed_parts;
use crate::{Element, zeroed};

/// A point on the way, as an observer sees it.
///
/// ```
/// use typograd::minimize::{ConjugateGradient, Stopping, minimize_with};
/// use typograd::prelude::*;
///
/// let mut x = Vector::<D<2>, f64>::from([1.0, 1.0]);
/// let bowl = |x: &Vector<D<2>, f64>, gradient: &mut Vector<D<2>, f64>| {
///     *gradient = Vector::from([2.0 * x[0], 20.0 * x[1]]);
///     x[0] * x[0] + 10.0 * x[1] * x[1]
/// };
/// let mut path = Vec::new();
/// minimize_with(&ConjugateGradient::default(), bowl, &mut x, &Stopping::default(), |iterate| {
///     path.push((iterate.point.clone(), iterate.value));
/// });
/// assert_eq!(path[0], (Vector::from([1.0, 1.0]), 11.0)); // where it began
/// assert!(path.windows(2).all(|pair| pair[1].1 < pair[0].1)); // downhill
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Iterate<'a, P: Space> {
    /// How many steps led here: 0 where it begins.
    pub iteration: usize,
    /// x.
    pub point: &'a P,
    /// ∇f(x).
    pub gradient: &'a P,
    /// f(x).
    pub value: P::Elem,
    /// max |∂f/∂xᵢ|.
    pub gradient_norm: P::Elem,
    /// The length ‖xₖ − xₖ₋₁‖ of the step that led here.
    pub step: P::Elem,
}

/// All that a minimisation holds: the point, the gradient, three more of their kind to work with, the best point, and what
/// the method remembers.
///
/// Its size is the memory of the search, a constant. It can live in a `static`, on the stack, or on the heap, built in place
/// by [`boxed`](crate::boxed); nothing is allocated. [`minimize`] is this on the stack.
///
/// ```
/// use typograd::boxed;
/// use typograd::minimize::{Lbfgs, Minimization, Stopping};
/// use typograd::prelude::*;
///
/// type Point = Vector<D<100>, f64>;
///
/// let mut run = boxed::<Minimization<Point, Lbfgs<D<10>>>>();
/// const _: () = assert!(size_of::<Minimization<Point, Lbfgs<D<10>>>>() < (6 + 2 * 10) * 800 + 256);
///
/// run.point.fill(3.0);
/// let mut far = |x: &Point, gradient: &mut Point| {
///     *gradient = x - 1.0;
///     gradient.norm_squared() / 2.0
/// };
/// let outcome = run.minimize(&Lbfgs::default(), &mut far, &Stopping::default(), |_| {});
/// assert!(outcome.reason.is_converged());
/// assert!((run.point.mean() - 1.0).abs() < 1e-5);
/// ```
pub struct Minimization<P: Space, M: Method<P>> {
    /// Where the search begins, zeros unless set; and in the end the best point that was seen.
    pub point: P,
    work: Work<P, M::State>,
}

zeroed_parts!(Minimization[P: Space, M: Method<P>][P, M] { point, work });

/// All but the point.
struct Work<P, S> {
    gradient: P,
    direction: P,
    trial: P,
    trial_gradient: P,
    best: P,
    state: S,
}

impl<P: Space, S> Work<P, S> {
    fn line<'a, F>(
        &'a mut self,
        objective: &'a mut F,
        from: &'a mut P,
        best: &'a mut P::Elem,
        evaluations: &'a mut Evaluations,
        start: Trial<P::Elem>,
        first: P::Elem,
    ) -> Line<'a, P, F> {
        Line {
            objective,
            from,
            direction: &mut self.direction,
            at: &mut self.trial,
            gradient: &mut self.trial_gradient,
            best: Best {
                point: &mut self.best,
                value: best,
            },
            evaluations,
            limit: usize::MAX,
            start,
            first,
            last: None,
        }
    }
}

zeroed_parts!(Work[P: crate::Zeroed, S: crate::Zeroed][P, S] {
    gradient, direction, trial, trial_gradient, best, state
});

impl<P: Space, M: Method<P>> fmt::Debug for Minimization<P, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Minimization")
            .field("bytes", &size_of::<Self>())
            .finish_non_exhaustive()
    }
}

impl<P: Space, M: Method<P>> Minimization<P, M> {
    /// All zeros, the point too. Usable in a `static`; larger ones are better built by [`boxed`](crate::boxed).
    ///
    /// ```
    /// use std::sync::Mutex;
    ///
    /// use typograd::minimize::{ConjugateGradient, Minimization};
    /// use typograd::prelude::*;
    ///
    /// type Run = Minimization<Matrix<D<8>, D<8>>, ConjugateGradient>;
    ///
    /// static RUN: Mutex<Run> = Mutex::new(Run::new());
    /// assert_eq!(RUN.lock().unwrap().point.sum(), 0.0);
    /// ```
    pub const fn new() -> Self {
        zeroed()
    }

    /// Minimises a function from [`point`](Minimization::point), which is the best point seen in the end, and shows
    /// `observer` each point on the way, the first included.
    ///
    /// A search does not depend on the one before it.
    pub fn minimize<F: Objective<P>>(
        &mut self,
        method: &M,
        objective: &mut F,
        stopping: &Stopping,
        observer: impl FnMut(Iterate<'_, P>),
    ) -> Outcome<P::Elem>
    where
        M: Direction<P, F>,
    {
        let Self { point, work } = self;
        run(method, objective, point, work, stopping, observer)
    }
}

impl<P: Space, M: Method<P>> Default for Minimization<P, M> {
    fn default() -> Self {
        Self::new()
    }
}

/// Minimises a function from a point, which is the best point seen in the end, with the defaults of [`Stopping`].
///
/// ```
/// use typograd::minimize::{Bfgs, minimize};
/// use typograd::prelude::*;
///
/// type Point = Vector<D<2>, f64>;
///
/// /// 100 (x₂ − x₁²)² + (1 − x₁)², a bent valley (Rosenbrock, 1960).
/// fn rosenbrock(x: &Point, gradient: &mut Point) -> f64 {
///     let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
///     *gradient = Vector::from([-2.0 * a - 400.0 * x[0] * b, 200.0 * b]);
///     a * a + 100.0 * b * b
/// }
///
/// let mut x = Vector::from([-1.2, 1.0]);
/// let outcome = minimize(&Bfgs::default(), rosenbrock, &mut x);
/// assert!(outcome.reason.is_converged(), "{outcome}");
/// assert!(x.is_close(&Vector::ones(), 1e-5));
/// ```
///
/// What is large is better done by a [`Minimization`] on the heap.
pub fn minimize<P, M, F>(method: &M, objective: F, point: &mut P) -> Outcome<P::Elem>
where
    P: Space,
    M: Direction<P, F>,
    F: Objective<P>,
{
    minimize_with(method, objective, point, &Stopping::default(), |_| {})
}

/// [`minimize`], with settings for when to stop and an observer of the way.
///
/// See [`Iterate`] for an example.
pub fn minimize_with<P, M, F>(
    method: &M,
    mut objective: F,
    point: &mut P,
    stopping: &Stopping,
    observer: impl FnMut(Iterate<'_, P>),
) -> Outcome<P::Elem>
where
    P: Space,
    M: Direction<P, F>,
    F: Objective<P>,
{
    let work = &mut zeroed::<Work<P, M::State>>();
    run(method, &mut objective, point, work, stopping, observer)
}

/// The tolerances in the element type.
struct Tolerances<T> {
    gradient: T,
    decrease: T,
    step: T,
}

/// What the step before the one to come did.
#[derive(Clone, Copy)]
struct Before<T> {
    /// ‖xₖ − xₖ₋₁‖.
    length: T,
    /// fₖ − fₖ₋₁.
    change: T,
}

fn run<P, M, F>(
    method: &M,
    objective: &mut F,
    point: &mut P,
    work: &mut Work<P, M::State>,
    stopping: &Stopping,
    mut observer: impl FnMut(Iterate<'_, P>),
) -> Outcome<P::Elem>
where
    P: Space,
    M: Direction<P, F>,
    F: Objective<P>,
{
    let tolerances = Tolerances {
        gradient: P::Elem::from_f64(stopping.gradient),
        decrease: P::Elem::from_f64(stopping.decrease),
        step: P::Elem::from_f64(stopping.step),
    };
    let mut evaluations = Evaluations::default();
    method.restart(&mut work.state);

    let mut value = objective.value_and_gradient(point, &mut work.gradient);
    evaluations.values += 1;
    evaluations.gradients += 1;
    let mut gradient_norm = norm_max(&mut work.gradient);
    copy(point, &mut work.best);
    let mut best = value;

    let (mut iterations, mut before) = (0, None::<Before<P::Elem>>);
    let reason = loop {
        observer(Iterate {
            iteration: iterations,
            point,
            gradient: &work.gradient,
            value,
            gradient_norm,
            step: before.map_or(P::Elem::zero(), |before| before.length),
        });
        if let Some(reason) = ends(&tolerances, point, value, gradient_norm, before) {
            break reason;
        }
        if iterations == stopping.iterations {
            break Reason::IterationLimit;
        }
        let first = set_direction(
            method,
            objective,
            At {
                point,
                value,
                gradient: &mut work.gradient,
                evaluations: &mut evaluations,
            },
            &mut work.direction,
            &mut work.state,
            before,
        );
        let slope = dot(&mut work.gradient, &mut work.direction);
        if slope.is_nan() || slope >= P::Elem::zero() {
            break Reason::NoDecrease; // not even by the slope: the gradient's square is too small for the type
        }

        let start = Trial {
            step: P::Elem::zero(),
            value,
            slope,
        };
        let mut line = work.line(objective, point, &mut best, &mut evaluations, start, first);
        line.limit = stopping.evaluations;
        let found = method.line_search().search(&mut line);
        let found = found.and_then(|step| line.trial(step));
        let trial = match found {
            Ok(trial) => trial,
            Err(LineFailure::NoDecrease) => break Reason::NoDecrease,
            Err(LineFailure::EvaluationLimit) => break Reason::EvaluationLimit,
        };

        iterations += 1;
        before = Some(Before {
            length: trial.step * norm(&mut work.direction),
            change: trial.value - value,
        });
        value = trial.value;
        gradient_norm = norm_max(&mut work.trial_gradient);
        method.learn(
            &mut work.state,
            Taken {
                step: trial.step,
                direction: &mut work.direction,
                before: &mut work.gradient,
                after: &mut work.trial_gradient,
            },
        );
        swap(point, &mut work.trial);
        swap(&mut work.gradient, &mut work.trial_gradient);
    };

    if best < value || !value.is_finite() {
        copy(&mut work.best, point);
        value = objective.value_and_gradient(point, &mut work.gradient);
        evaluations.values += 1;
        evaluations.gradients += 1;
        gradient_norm = norm_max(&mut work.gradient);
    }
    Outcome {
        reason,
        value,
        gradient_norm,
        iterations,
        evaluations,
    }
}

/// Whether a point is where the search ends.
fn ends<P: Space>(
    tolerances: &Tolerances<P::Elem>,
    point: &mut P,
    value: P::Elem,
    gradient_norm: P::Elem,
    before: Option<Before<P::Elem>>,
) -> Option<Reason> {
    if !value.is_finite() || !gradient_norm.is_finite() {
        return Some(Reason::NotFinite);
    }
    if gradient_norm <= tolerances.gradient {
        return Some(Reason::GradientIsSmall);
    }
    let Before { length, change } = before?;
    let size = value.abs().max((value - change).abs()).max(P::Elem::one());
    if change <= P::Elem::zero() && -change <= tolerances.decrease * size {
        return Some(Reason::DecreaseIsSmall);
    }
    let is_short = length <= tolerances.step * (P::Elem::one() + norm(point));
    is_short.then_some(Reason::StepIsSmall)
}

/// The method's direction, or steepest descent where that does not go down; and the step to be tried first.
fn set_direction<P, M, F>(
    method: &M,
    objective: &mut F,
    at: At<'_, P>,
    direction: &mut P,
    state: &mut M::State,
    before: Option<Before<P::Elem>>,
) -> P::Elem
where
    P: Space,
    M: Direction<P, F>,
{
    let At {
        point,
        value,
        gradient,
        evaluations,
    } = at;
    let at = At {
        point,
        value,
        gradient: &mut *gradient,
        evaluations,
    };
    let mut first = method.direction(objective, state, at, direction);
    let mut slope = dot(gradient, direction);
    if !slope.is_finite() || slope >= P::Elem::zero() {
        method.restart(state);
        store(gradient, direction, Store::set());
        scale(-P::Elem::one(), direction);
        slope = dot(gradient, direction);
        first = FirstStep::FromDecrease;
    }
    let length = norm(direction);
    match (first, before) {
        (FirstStep::One, _) => P::Elem::one(),
        (FirstStep::FromDecrease, None) => P::Elem::one().min(length.recip()),
        (FirstStep::FromDecrease, Some(before)) => {
            // A little more than the decrease says, as the steps would shrink; and ten times the last step at most.
            let suggested = P::Elem::from_f64(2.02) * before.change / slope;
            let most = P::Elem::from_f64(10.0) * before.length / length;
            if suggested > P::Elem::zero() {
                suggested.min(most)
            } else {
                before.length / length
            }
        }
    }
}
