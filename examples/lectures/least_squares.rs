//! f = ‖X w − y‖²: the gradient, the Hessian, and the normal equations.

use std::fmt::Write;

use typograd::linalg::LinalgError;
use typograd::prelude::*;

use super::Told;

#[differentiable]
pub(crate) fn cost<M: Dim, N: Dim>(
    x: &Matrix<M, N, f64>,
    w: &Vector<N, f64>,
    y: &Vector<M, f64>,
) -> f64 {
    (x * w - y).norm_squared()
}

/// Where ∇w = 2 Xᵀ(X w − y) is 0: one step of Newton's from anywhere, as the Hessian 2 Xᵀ X is that of a quadratic.
pub(crate) fn minimum(
    x: &Matrix<D<4>, D<2>, f64>,
    y: &Vector<D<4>, f64>,
) -> Result<Vector<D<2>, f64>, LinalgError> {
    let from = Vector::ones();
    let (gradient, hessian) = (cost::grad(x, &from, y).w, cost::hessian(x, &from, y).w);
    Ok(&from - hessian.solve(&gradient)?)
}

/// 1 + 2 t, read with errors at t = 0, 1, 2, 3.
pub(crate) fn readings() -> (Matrix<D<4>, D<2>, f64>, Vector<D<4>, f64>) {
    let x = Matrix::from([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]);
    (x, Vector::from([1.1, 2.8, 5.2, 6.9]))
}

pub(crate) fn give() -> Told {
    let (x, y) = readings();
    let w = minimum(&x, &y)?;
    let (value, gradient) = cost::value_and_grad(&x, &w, &y);
    let mut text = String::new();
    writeln!(text, "  {}\n", cost::GRADIENTS)?;
    writeln!(
        text,
        "  One step of Newton's from w = (1, 1), along the Hessian 2 XᵀX:\n"
    )?;
    writeln!(text, "  w = ({:.4}, {:.4})", w[0], w[1])?;
    writeln!(
        text,
        "  ‖X w − y‖² = {value:.4}, ‖∇w‖ = {:.0e}",
        gradient.w.norm()
    )?;
    let by_qr = x.qr()?.least_squares(&y)?;
    write!(
        text,
        "  by a QR factorisation, w = ({:.4}, {:.4})",
        by_qr[0], by_qr[1]
    )?;
    Ok(text)
}
