//! The Jacobians `J_f J_g J_h` of f(g(h(x))) for a scalar f: from the left, a row goes through; from the right, matrices meet.

use std::fmt::Write;

use typograd::prelude::*;

use super::Told;

use crate::counted::{Counted, operations};

/// The floating-point operations of both orders, for N × N Jacobians of g and h and a row for f.
pub(crate) struct Orders {
    pub(crate) left_first: usize,
    pub(crate) right_first: usize,
    /// By how much the results differ.
    pub(crate) difference: f64,
}

pub(crate) fn count<N: Dim>() -> Orders {
    let rng = &mut Rng::new(1);
    let mut random = || Matrix::<N, N, Counted>::from_fn(|_| Counted(rng.normal(0.0_f64, 1.0)));
    let (j_g, j_h) = (random(), random());
    let j_f: RowVector<N, Counted> = random().row(0).clone();

    let (mut left, mut right) = (RowVector::<N, Counted>::zeros(), RowVector::zeros());
    // (J_f J_g) J_h: a vector–Jacobian product twice.
    let left_first = operations(|| left = &(&j_f * &j_g) * &j_h);
    // J_f (J_g J_h): a product of matrices first.
    let right_first = operations(|| right = &j_f * &(&j_g * &j_h));
    let differences = left.iter().zip(&right).map(|(a, b)| (a.0 - b.0).abs());
    Orders {
        left_first,
        right_first,
        difference: differences.fold(0.0, f64::max),
    }
}

pub(crate) fn give() -> Told {
    let mut text = String::new();
    writeln!(
        text,
        "Of f(g(h(x))) with g, h: ℝᴺ → ℝᴺ and f: ℝᴺ → ℝ, in floating-point operations:\n"
    )?;
    writeln!(
        text,
        "    N   (J_f J_g) J_h   J_f (J_g J_h)   of N²    of N³"
    )?;
    let rows = [
        (8, count::<D<8>>()),
        (16, count::<D<16>>()),
        (32, count::<D<32>>()),
        (64, count::<D<64>>()),
    ];
    for (n, orders) in &rows {
        let (left, right) = (orders.left_first as f64, orders.right_first as f64);
        let side = f64::from(*n);
        writeln!(
            text,
            "  {n:3}   {left:13}   {right:13}   {:5.2}   {:5.2}",
            left / side.powi(2),
            right / side.powi(3)
        )?;
    }
    write!(
        text,
        "\nTwice the N is 4 times the work from the left, as reverse mode goes, and 8 times from the right.\n\
         The results agree to {:.0e}.",
        rows.iter()
            .map(|(_, orders)| orders.difference)
            .fold(0.0, f64::max)
    )?;
    Ok(text)
}
