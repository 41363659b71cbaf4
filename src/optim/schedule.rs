//! Learning-rate schedules: factors of an optimizer's learning rate over the steps of a training.

use core::f64::consts::PI;

#[allow(unused_imports)] // with std, these are methods of f64
use num_traits::Float;

/// How the learning rate changes: a factor for each step, counted from 0.
///
/// ```
/// use typograd::optim::schedule::Schedule;
///
/// let schedule = Schedule::Cosine { warm_up: 10, steps: 110, last: 0.1 };
/// assert_eq!(schedule.factor(0), 0.1); // the first of ten steps up
/// assert_eq!(schedule.factor(10), 1.0);
/// assert!((schedule.factor(60) - 0.55).abs() < 1e-12);
/// assert!((schedule.factor(1000) - 0.1).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Schedule {
    /// Always 1.
    #[default]
    Constant,
    /// Multiplied by `factor` after every `every` steps.
    Step {
        /// How many steps lie between two changes.
        every: usize,
        /// What the learning rate is multiplied by.
        factor: f64,
    },
    /// Multiplied by `factor` after every step.
    Exponential {
        /// What the learning rate is multiplied by.
        factor: f64,
    },
    /// Up along a line for `warm_up` steps, then down along half a cosine to `last` at step `steps`, and there it stays
    /// (Loshchilov and Hutter, 2016).
    Cosine {
        /// How many steps lead up.
        warm_up: usize,
        /// How many steps there are in all.
        steps: usize,
        /// The factor at the end.
        last: f64,
    },
}

impl Schedule {
    /// The factor at a step, counted from 0.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let halved = Schedule::Step { every: 100, factor: 0.5 };
    /// assert_eq!([0, 99, 100, 250].map(|step| halved.factor(step)), [1.0, 1.0, 0.5, 0.25]);
    /// ```
    pub fn factor(&self, step: usize) -> f64 {
        let power = |factor: f64, n: usize| factor.powi(i32::try_from(n).unwrap_or(i32::MAX));
        match *self {
            Self::Constant => 1.0,
            Self::Step { every, factor } => power(factor, step / every.max(1)),
            Self::Exponential { factor } => power(factor, step),
            Self::Cosine { warm_up, .. } if step < warm_up => (step + 1) as f64 / warm_up as f64,
            Self::Cosine {
                warm_up,
                steps,
                last,
            } => {
                let length = steps.saturating_sub(warm_up).max(1) as f64;
                let part = ((step - warm_up) as f64 / length).min(1.0);
                last + (1.0 - last) * 0.5 * (1.0 + (PI * part).cos())
            }
        }
    }
}
