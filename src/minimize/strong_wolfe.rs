//! The strong Wolfe conditions.

use num_traits::{Float, Zero};

use super::line::{
    Line, LineFailure, LineSearch, Trial, interpolate, is_level, is_lost_in_rounding, is_sufficient,
};
use super::objective::Objective;
use super::space::Space;
use crate::Element;

/// A step with sufficient decrease, φ(α) ≤ φ(0) + c₁ α φ′(0), and a slope that is less steep, |φ′(α)| ≤ c₂ |φ′(0)|.
///
/// Algorithms 3.5 and 3.6 of Nocedal & Wright, *Numerical Optimization*, 2nd ed., with cubic interpolation: the step grows
/// until it brackets a minimum, and the bracket shrinks. A step that is not within the middle nine tenths of the bracket, or
/// a bracket that has not shrunk to two thirds in two trials, makes way for the bracket's middle. A value that is not finite counts as
/// too large. Where the decrease drowns in the rounding of f, the slopes alone decide: the approximate Wolfe conditions
/// of Hager & Zhang, *A new conjugate gradient method with guaranteed descent and an efficient line search*, 2005.
///
/// ```
/// use typograd::minimize::{Bfgs, StrongWolfe};
///
/// let exact = StrongWolfe { curvature: 1e-9, ..StrongWolfe::default() }; // nearly the minimum along the line
/// let method = Bfgs { line_search: exact };
/// # let _ = method;
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StrongWolfe {
    /// c₁, the share of the decrease that the slope promises: 1e-4.
    pub sufficient_decrease: f64,
    /// c₂, what may be left of the slope: 0.9.
    pub curvature: f64,
    /// How many steps are tried: 40. After that, any with sufficient decrease will do.
    pub trials: usize,
}

impl Default for StrongWolfe {
    fn default() -> Self {
        Self {
            sufficient_decrease: 1e-4,
            curvature: 0.9,
            trials: 40,
        }
    }
}

/// What to make of a trial.
enum Judgement {
    /// It satisfies both conditions.
    Good,
    /// It lies beyond a minimum, for its value is too large.
    High,
    /// A minimum lies further on.
    Before,
    /// A minimum lies back, for its slope goes up.
    Behind,
}

/// The two constants in the element type, and the start of the line.
struct Conditions<T> {
    c1: T,
    c2: T,
    start: Trial<T>,
}

impl<T: Element> Conditions<T> {
    /// `low` is the best step so far.
    fn judge(&self, trial: Trial<T>, low: Trial<T>) -> Judgement {
        let Self { c1, c2, start } = self;
        if !trial.is_finite() {
            return Judgement::High;
        }
        let is_flat = trial.slope.abs() <= -*c2 * start.slope;
        if is_lost_in_rounding(*start, trial.value) {
            return match (
                is_flat && is_level(*start, trial, *c1),
                trial.slope < T::zero(),
            ) {
                (true, _) => Judgement::Good,
                (false, true) => Judgement::Before,
                (false, false) => Judgement::High,
            };
        }
        if !is_sufficient(*start, trial.step, trial.value, *c1)
            || (trial.value >= low.value && !low.step.is_zero())
        {
            Judgement::High
        } else if is_flat {
            Judgement::Good
        } else if trial.slope < T::zero() {
            Judgement::Before
        } else {
            Judgement::Behind
        }
    }
}

impl LineSearch for StrongWolfe {
    fn search<P: Space, F: Objective<P>>(
        &self,
        line: &mut Line<'_, P, F>,
    ) -> Result<P::Elem, LineFailure> {
        let [c1, c2] = [self.sufficient_decrease, self.curvature].map(P::Elem::from_f64);
        let start = line.start();
        let conditions = Conditions { c1, c2, start };
        let [least, most] = [1.1, 10.0].map(P::Elem::from_f64);

        let mut low = start;
        let mut trial = line.trial(line.first())?;
        for tried in 1..self.trials {
            match conditions.judge(trial, low) {
                Judgement::Good => return Ok(trial.step),
                Judgement::High => return self.zoom(line, &conditions, low, trial, tried),
                Judgement::Behind => return self.zoom(line, &conditions, trial, low, tried),
                Judgement::Before => {
                    // Extrapolation, by as much as the step has grown at least, and by no more than ten times that.
                    let width = trial.step - low.step;
                    let [near, far] = [least, most].map(|times| low.step + times * width);
                    let next = interpolate(low, trial).filter(|step| *step > trial.step);
                    low = trial;
                    trial = line.trial(next.unwrap_or(far).max(near).min(far))?;
                }
            }
        }
        settle(line.start(), low)
    }
}

impl StrongWolfe {
    /// Algorithm 3.6: shrinks a bracket, of which `low` is the end with the smaller value, and slopes towards `high`.
    fn zoom<P: Space, F: Objective<P>>(
        &self,
        line: &mut Line<'_, P, F>,
        conditions: &Conditions<P::Elem>,
        mut low: Trial<P::Elem>,
        mut high: Trial<P::Elem>,
        tried: usize,
    ) -> Result<P::Elem, LineFailure> {
        let [half, margin, shrunk] = [0.5, 0.05, 2.0 / 3.0].map(P::Elem::from_f64);
        // The widths two trials ago, and one.
        let mut widths = [P::Elem::infinity(); 2];
        for _ in tried..self.trials {
            let width = high.step - low.step;
            let narrowest = P::Elem::epsilon() * low.step.abs().max(high.step.abs());
            if width.abs() <= narrowest {
                break;
            }
            let middle = low.step + half * width;
            let edge = margin * width.abs();
            let [first, last] = [
                low.step.min(high.step) + edge,
                low.step.max(high.step) - edge,
            ];
            let step = interpolate(low, high).filter(|_| width.abs() <= shrunk * widths[0]);
            let step = step.map_or(middle, |step| step.max(first).min(last));
            widths = [widths[1], width.abs()];

            let trial = line.trial(step)?;
            match conditions.judge(trial, low) {
                Judgement::Good => return Ok(step),
                Judgement::High => high = trial,
                Judgement::Before | Judgement::Behind => {
                    if (trial.slope * width) >= P::Elem::zero() {
                        high = low;
                    }
                    low = trial;
                }
            }
        }
        settle(line.start(), low)
    }
}

/// The best step that was found, with a decrease though not with both conditions.
fn settle<T: Element>(start: Trial<T>, low: Trial<T>) -> Result<T, LineFailure> {
    if low.value < start.value {
        Ok(low.step)
    } else {
        Err(LineFailure::NoDecrease)
    }
}
