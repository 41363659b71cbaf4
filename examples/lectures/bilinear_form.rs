//! f = xᵀ A y, and what its differential says of the gradients.

use std::fmt::Write;

use typograd::prelude::*;

use super::Told;

#[differentiable]
pub(crate) fn form<M: Dim, N: Dim>(
    x: &Vector<M, f64>,
    a: &Matrix<M, N, f64>,
    y: &Vector<N, f64>,
) -> f64 {
    x.t() * a * y
}

pub(crate) fn give() -> Told {
    let x = Vector::<D<2>, f64>::from([1.0, 2.0]);
    let a = Matrix::<D<2>, D<3>, f64>::from([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0]]);
    let y = Vector::<D<3>, f64>::from([2.0, 1.0, 0.0]);
    let (value, gradient) = form::value_and_grad(&x, &a, &y);
    let mut text = String::new();
    writeln!(text, "  {}\n", form::GRADIENTS)?;
    writeln!(text, "  f  = {value}")?;
    writeln!(text, "  ∇x = {:?}", gradient.x.as_slice())?;
    for (i, row) in gradient.a.rows().enumerate() {
        let name = if i == 0 { "∇A =" } else { "" };
        writeln!(text, "  {name:4} {:?}", row.as_slice())?;
    }
    writeln!(text, "  ∇y = {:?}", gradient.y.as_slice())?;
    // df = dxᵀ A y + xᵀ dA y + xᵀ A dy, each of them ⟨∇, d⟩.
    let (dx, da, dy) = (Vector::ones(), Matrix::full(0.5), Vector::full(-1.0));
    let (_, df) = form::jvp(&x, &a, &y, &dx, &da, &dy);
    let inner = gradient.x.dot(&dx) + gradient.a.hadamard(&da).sum() + gradient.y.dot(&dy);
    write!(
        text,
        "\n  df = dxᵀ A y + xᵀ dA y + xᵀ A dy = {df} along 1, ½, −1; by the gradients, {inner}"
    )?;
    Ok(text)
}
