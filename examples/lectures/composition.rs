//! f = xᵀ A σ(B⁻¹ z + b): a chain through a linear system and a sigmoid.

use std::fmt::Write;

use typograd::linalg::LinalgError;
use typograd::prelude::*;

use super::Told;

#[differentiable]
pub(crate) fn chain<M: Dim, N: Dim>(
    x: &Vector<M, f64>,
    a: &Matrix<M, N, f64>,
    b: &Matrix<N, N, f64>,
    z: &Vector<N, f64>,
    c: &Vector<N, f64>,
) -> Result<f64, LinalgError> {
    let s = sigmoid(b.solve(z)? + c);
    Ok(x.t() * a * s)
}

/// A point to be at.
pub(crate) struct Point {
    pub(crate) x: Vector<D<2>, f64>,
    pub(crate) a: Matrix<D<2>, D<3>, f64>,
    pub(crate) b: Matrix<D<3>, D<3>, f64>,
    pub(crate) z: Vector<D<3>, f64>,
    pub(crate) c: Vector<D<3>, f64>,
}

pub(crate) fn point() -> Point {
    Point {
        x: Vector::from([1.0, -2.0]),
        a: Matrix::from([[0.5, 1.0, -1.0], [2.0, 0.0, 0.3]]),
        b: Matrix::from([[2.0, 0.5, 0.0], [0.0, 1.5, -0.5], [0.4, 0.0, 1.0]]),
        z: Vector::from([0.3, -0.6, 0.9]),
        c: Vector::from([0.1, 0.0, -0.2]),
    }
}

/// ∇B and ∇z.
pub(crate) type ByHand = (Matrix<D<3>, D<3>, f64>, Vector<D<3>, f64>);

/// By hand: r = (Aᵀ x) ⊙ s ⊙ (1 − s), ∇z = B⁻ᵀ r, ∇B = −∇z (B⁻¹ z)ᵀ.
pub(crate) fn by_hand(p: &Point) -> Result<ByHand, LinalgError> {
    let u = p.b.solve(&p.z)?;
    let s = sigmoid(&u + &p.c);
    let r = (p.a.t() * &p.x).hadamard(&s).hadamard(&(1.0 - &s));
    let in_z = p.b.transpose().solve(&r)?;
    Ok((-in_z.outer(&u), in_z))
}

pub(crate) fn give() -> Told {
    let p = point();
    let (value, gradient) = chain::value_and_grad(&p.x, &p.a, &p.b, &p.z, &p.c)?;
    let (in_b, in_z) = by_hand(&p)?;
    let mut text = String::new();
    for formula in chain::FORMULAS {
        writeln!(text, "  {} = {}", formula.of, formula.text)?;
    }
    let (_, definitions) = chain::GRADIENTS.split_once("where").unwrap_or_default();
    writeln!(text, "  where{definitions}\n")?;
    writeln!(
        text,
        "  f = {value:.6}, ‖∇B‖ = {:.6}, ‖∇z‖ = {:.6}",
        gradient.b.norm(),
        gradient.z.norm()
    )?;
    write!(
        text,
        "  by hand, step by step, ∇B and ∇z differ by {:.0e} and {:.0e} at most",
        gradient.b.max_difference(&in_b),
        gradient.z.max_difference(&in_z)
    )?;
    Ok(text)
}
