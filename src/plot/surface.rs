//! A function of two variables, on a grid.

use std::ops::RangeInclusive;

use super::PlotError;
use crate::Element;
use crate::dim::HasLength;
use crate::minimize::Objective;
use crate::tensor::Vector;

/// Points along each axis, the ends included.
pub(super) const POINTS: usize = 161;

/// A function of two variables, sampled on a grid of 161 × 161 points.
///
/// Points where it is NaN or infinite are left out of the pictures.
///
/// ```
/// use typograd::plot::CostSurface;
///
/// let bowl = CostSurface::sample(|x, y| x * x + y * y, -1.0..=1.0, -2.0..=2.0)?;
/// assert_eq!(bowl.extremes(), (0.0, 5.0));
/// # Ok::<(), typograd::plot::PlotError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CostSurface {
    x: (f64, f64),
    y: (f64, f64),
    /// Row by row, y ascending.
    values: Vec<f64>,
    extremes: (f64, f64),
}

impl CostSurface {
    /// f(x, y) on the two ranges.
    ///
    /// # Errors
    ///
    /// If a range does not grow, or f is finite nowhere.
    pub fn sample(
        mut f: impl FnMut(f64, f64) -> f64,
        x: RangeInclusive<f64>,
        y: RangeInclusive<f64>,
    ) -> Result<Self, PlotError> {
        let (x, y) = (range("x", &x)?, range("y", &y)?);
        let mut values = Vec::with_capacity(POINTS * POINTS);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for j in 0..POINTS {
            for i in 0..POINTS {
                let value = f(at(x, i), at(y, j));
                if value.is_finite() {
                    (low, high) = (low.min(value), high.max(value));
                }
                values.push(value);
            }
        }
        if low > high {
            return Err(PlotError::NothingFinite);
        }
        Ok(Self {
            x,
            y,
            values,
            extremes: (low, high),
        })
    }

    /// A function of a vector of two: one of [`minimize`](crate::minimize), such as the loss of a network in
    /// [two of its weights](crate::minimize::Section).
    ///
    /// ```
    /// use typograd::minimize::{BatchLoss, FlatMemory, LossMemory, Section};
    /// use typograd::plot::CostSurface;
    /// use typograd::prelude::*;
    ///
    /// type Net = Dense<D<1>, D<1>, Sigmoid>;
    ///
    /// let x: Batch<D<2>, _> = Batch::from_samples(&[[-1.0], [1.0]].map(Vector::from))?;
    /// let targets = [[0.0], [1.0]].map(Vector::from);
    /// let (mut memory, mut flat) = (LossMemory::new(), FlatMemory::new());
    /// let loss = BatchLoss::new(&MeanSquaredError, &x, &targets, &mut memory)?;
    ///
    /// let mut net = Net::seeded(1); // the weight is coordinate 0, the bias 1
    /// let mut section = Section::<_, D<2>, _>::new(loss, &mut net, [0, 1], &mut flat)?;
    /// let surface = CostSurface::of::<f32, D<2>>(&mut section, -5.0..=5.0, -5.0..=5.0)?;
    /// assert!(surface.extremes().1 < 1.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`sample`](CostSurface::sample).
    pub fn of<T: Element, N: HasLength<2>>(
        objective: &mut impl Objective<Vector<N, T>>,
        x: RangeInclusive<f64>,
        y: RangeInclusive<f64>,
    ) -> Result<Self, PlotError> {
        let (mut point, mut scratch) = (Vector::<N, T>::zeros(), Vector::zeros());
        Self::sample(
            |x, y| {
                (point[0], point[1]) = (T::from_f64(x), T::from_f64(y));
                objective.value(&point, &mut scratch).as_f64()
            },
            x,
            y,
        )
    }

    /// The smallest and the largest of the values that are finite.
    pub fn extremes(&self) -> (f64, f64) {
        self.extremes
    }

    pub(super) fn ranges(&self) -> [(f64, f64); 2] {
        [self.x, self.y]
    }

    /// The value at column i and row j of the grid.
    pub(super) fn value(&self, i: usize, j: usize) -> f64 {
        self.values[j * POINTS + i]
    }

    /// The value between the points of the grid, of which x and y count the distance from 0 to 1.
    pub(super) fn between(&self, x: f64, y: f64) -> f64 {
        let place = |t: f64| {
            let cells = (POINTS - 1) as f64;
            let at = (t.clamp(0.0, 1.0) * cells).min(cells - 1e-9);
            (index(at), at.fract())
        };
        let ((i, u), (j, v)) = (place(x), place(y));
        let along = |j| self.value(i, j) * (1.0 - u) + self.value(i + 1, j) * u;
        along(j) * (1.0 - v) + along(j + 1) * v
    }
}

/// The whole part of a number that is not negative.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // as said
pub(super) fn index(x: f64) -> usize {
    x as usize
}

fn at((from, to): (f64, f64), i: usize) -> f64 {
    from + (to - from) * i as f64 / (POINTS - 1) as f64
}

fn range(axis: &'static str, range: &RangeInclusive<f64>) -> Result<(f64, f64), PlotError> {
    let (from, to) = (*range.start(), *range.end());
    if from < to && (to - from).is_finite() {
        Ok((from, to))
    } else {
        Err(PlotError::Range { axis, from, to })
    }
}
