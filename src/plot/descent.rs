//! The way that a method went.

use crate::Element;
use crate::dim::HasLength;
use crate::minimize::Iterate;
use crate::tensor::Vector;

/// A point on the way, and the gradient there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stop {
    pub(super) point: (f64, f64),
    pub(super) gradient: (f64, f64),
}

/// A path of descent: points, and the gradient at each.
///
/// ```
/// use typograd::minimize::{Bfgs, Stopping, minimize_with};
/// use typograd::plot::Descent;
/// use typograd::prelude::*;
///
/// let bowl = |x: &Vector<D<2>>, gradient: &mut Vector<D<2>>| {
///     *gradient = x * 2.0;
///     x.norm_squared()
/// };
/// let (mut path, mut x) = (Descent::new("BFGS"), Vector::from([3.0, 4.0]));
/// minimize_with(&Bfgs::default(), bowl, &mut x, &Stopping::default(), |iterate| path.record(&iterate));
/// assert!(path.len() >= 2);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Descent {
    pub(super) name: String,
    pub(super) stops: Vec<Stop>,
}

impl Descent {
    /// A path without points, with the name that the legend shows.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            stops: Vec::new(),
        }
    }

    /// Adds a point, and the gradient there. What is not finite is left out.
    ///
    /// ```
    /// use typograd::plot::Descent;
    ///
    /// let mut path = Descent::new("by hand");
    /// path.push((1.0, 2.0), (0.5, 0.5));
    /// path.push((f64::NAN, 2.0), (0.5, 0.5));
    /// assert_eq!(path.len(), 1);
    /// ```
    pub fn push(&mut self, point: (f64, f64), gradient: (f64, f64)) {
        if [point.0, point.1, gradient.0, gradient.1]
            .into_iter()
            .all(f64::is_finite)
        {
            self.stops.push(Stop { point, gradient });
        }
    }

    /// Adds the point of an observer of [`minimize_with`](crate::minimize::minimize_with).
    pub fn record<T: Element, N: HasLength<2>>(&mut self, iterate: &Iterate<'_, Vector<N, T>>) {
        let pair = |x: &Vector<N, T>| (x[0].as_f64(), x[1].as_f64());
        self.push(pair(iterate.point), pair(iterate.gradient));
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.stops.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.stops.is_empty()
    }
}
