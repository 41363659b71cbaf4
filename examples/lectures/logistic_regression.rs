//! Is it a three or an eight? Newton's method, which has the Hessian, and methods that have the gradient alone.

use std::error::Error;
use std::fmt::Write;

use typograd::data::{Csv, read_csv_labelled};
use typograd::minimize::{
    Bfgs, ConjugateGradient, Lbfgs, Newton, Outcome, SteepestDescent, Stopping, WithHessian,
    minimize_with,
};
use typograd::prelude::*;

use super::Told;
use crate::DIGITS;

dims! {
    /// Ink in blocks of 2 × 2 pixels, and a 1.
    pub(crate) Features = 17;
    /// The threes and the eights.
    pub(crate) Images = 357;
}

/// The mean of ln(1 + eᶻ) − t z with z = X w, and λ ‖w‖² / 2.
#[differentiable]
pub(crate) fn cost<M: Dim, N: Dim, T: Element>(
    w: &Vector<N, T>,
    #[constant] x: &Matrix<M, N, T>,
    #[constant] t: &Vector<M, T>,
    #[constant] lambda: T,
) -> T {
    let z = x * w;
    (softplus(&z) - t.hadamard(&z)).mean() + T::from_f64(0.5) * lambda * w.norm_squared()
}

const LAMBDA: f64 = 1e-3;

/// A row of X for each image, and t = 1 for an eight.
pub(crate) struct Digits {
    x: Box<Matrix<Images, Features, f64>>,
    t: Vector<Images, f64>,
}

pub(crate) fn digits() -> Result<Digits, Box<dyn Error>> {
    let all = read_csv_labelled::<D<64>, D<10>, f64>(DIGITS, Csv::default())?;
    let mut digits = Digits {
        x: typograd::boxed(),
        t: Vector::zeros(),
    };
    let chosen = all
        .iter()
        .filter(|(_, label)| [3, 8].contains(&label.index()));
    for (i, (image, label)) in chosen.enumerate() {
        let row = digits.x.row_mut(i);
        for (pixel, ink) in image.iter().enumerate() {
            row[pixel / 16 * 4 + pixel % 8 / 2] += ink / 64.0;
        }
        row[16] = 1.0;
        digits.t[i] = if label.index() == 8 { 1.0 } else { 0.0 };
    }
    Ok(digits)
}

/// A method's name, the minimum that it found, and what it took.
pub(crate) struct Found {
    pub(crate) method: &'static str,
    pub(crate) w: Vector<Features, f64>,
    pub(crate) outcome: Outcome<f64>,
}

/// Each method from w = 0, until no component of the gradient is over 10⁻⁷.
pub(crate) fn compare(digits: &Digits) -> Vec<Found> {
    type Point = Vector<Features, f64>;
    let (x, t) = (&*digits.x, &digits.t);
    let objective = WithHessian {
        function: move |w: &Point, gradient: &mut Point| {
            let (value, derived) = cost::value_and_grad(w, x, t, LAMBDA);
            gradient.clone_from(&derived.w);
            value
        },
        hessian: move |w: &Point, hessian: &mut Matrix<Features, Features, f64>| {
            hessian.clone_from(&cost::hessian(w, x, t, LAMBDA).w);
        },
    };
    let stopping = Stopping {
        gradient: 1e-7,
        ..Stopping::default()
    };
    macro_rules! by {
        ($($name:literal $method:expr;)*) => {
            vec![$({
                let mut w = Point::zeros();
                let outcome = minimize_with(&$method, objective, &mut w, &stopping, |_| {});
                Found { method: $name, w, outcome }
            }),*]
        };
    }
    by! {
        "Newton" Newton::default();
        "BFGS" Bfgs::default();
        "L-BFGS, 8 steps" Lbfgs::<D<8>>::default();
        "conjugate gradient" ConjugateGradient::default();
        "steepest descent" SteepestDescent::default();
    }
}

/// The share of the images that are told right.
pub(crate) fn accuracy(digits: &Digits, w: &Vector<Features, f64>) -> f64 {
    let z = &*digits.x * w;
    let right = z
        .iter()
        .zip(&digits.t)
        .filter(|(z, t)| (**z > 0.0) == (**t > 0.5));
    right.count() as f64 / Images::LEN as f64
}

pub(crate) fn give() -> Told {
    let digits = digits()?;
    let mut text = String::new();
    writeln!(text, "  {}\n", cost::GRADIENTS)?;
    writeln!(
        text,
        "  method               iterations   values   gradients   Hessians   f"
    )?;
    let found = compare(&digits);
    for Found {
        method, outcome, ..
    } in &found
    {
        let counts = outcome.evaluations;
        writeln!(
            text,
            "  {method:20} {:10}   {:6}   {:9}   {:8}   {:.9}, {}",
            outcome.iterations,
            counts.values,
            counts.gradients,
            counts.hessians,
            outcome.value,
            outcome.reason
        )?;
    }
    if let Some(newton) = found.first() {
        let share = 100.0 * accuracy(&digits, &newton.w);
        write!(
            text,
            "\n  {share:.1}% of {} images are told right.",
            Images::LEN
        )?;
    }
    Ok(text)
}
