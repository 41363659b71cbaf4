//! Derivatives of what is made of several functions: each by itself, and multiplied.

use std::fmt::Write;

use typograd::prelude::*;

use super::Told;

/// u(x) = x²
#[differentiable]
pub(crate) fn inner(x: f64) -> f64 {
    square(x)
}

/// f(x, u) = sin(x + u)
#[differentiable]
pub(crate) fn outer(x: f64, u: f64) -> f64 {
    sin(x + u)
}

/// sin(x + x²)
#[differentiable]
pub(crate) fn total(x: f64) -> f64 {
    let u = inner(x);
    outer(x, u)
}

/// g(x) = (x², 3 x)
#[differentiable]
pub(crate) fn inside(x: f64) -> (f64, f64) {
    (square(x), 3.0 * x)
}

/// f(g) = (ln g₁, sin g₂)
#[differentiable]
pub(crate) fn outside(g1: f64, g2: f64) -> (f64, f64) {
    (ln(g1), sin(g2))
}

/// f(g(x)) = (ln x², sin 3 x)
#[differentiable]
pub(crate) fn chained(x: f64) -> (f64, f64) {
    let (g1, g2) = inside(x);
    outside(g1, g2)
}

/// The same in one expression.
#[differentiable]
pub(crate) fn in_one(x: f64) -> (f64, f64) {
    (ln(square(x)), sin(3.0 * x))
}

/// df/dx = ∂f/∂x + ∂f/∂u du/dx: the two terms.
pub(crate) fn total_derivative(x: f64) -> [f64; 2] {
    let partial = outer::grad(x, inner(x));
    [partial.x, partial.u * inner::grad(x).x]
}

/// ∂f/∂g and ∂g/∂x of the vector functions.
pub(crate) fn jacobians(x: f64) -> (Jacobian<D<2>, D<2>, f64>, Jacobian<D<2>, D<1>, f64>) {
    let (g1, g2) = inside(x);
    let f = outside::jacobian(g1, g2);
    let g = inside::jacobian(x).x;
    (
        Matrix::from([[f.g1.0, f.g2.0], [f.g1.1, f.g2.1]]),
        Matrix::from([[g.0], [g.1]]),
    )
}

pub(crate) fn give() -> Told {
    let x = 0.5;
    let mut text = String::new();
    let [direct, through] = total_derivative(x);
    writeln!(text, "f = sin(x + u) with u = x², at x = {x}\n")?;
    writeln!(text, "  ∂f/∂x                   {direct:9.6}")?;
    writeln!(text, "  ∂f/∂u du/dx             {through:9.6}")?;
    writeln!(text, "  df/dx, their sum        {:9.6}", direct + through)?;
    writeln!(text, "  of the whole function   {:9.6}\n", total::grad(x).x)?;

    let (f, g) = jacobians(x);
    let product = &f * &g;
    let whole = chained::jacobian(x).x;
    writeln!(text, "f(g) = (ln g₁, sin g₂) with g(x) = (x², 3 x)\n")?;
    writeln!(
        text,
        "       ∂f/∂g            ∂g/∂x     ∂f/∂x     of the whole"
    )?;
    for (i, whole) in [whole.0, whole.1].into_iter().enumerate() {
        let (a, b) = (f[(i, 0)], f[(i, 1)]);
        writeln!(
            text,
            "  [{a:7.4} {b:7.4}]   [{:7.4}] = [{:7.4}]   [{whole:7.4}]",
            g[(i, 0)],
            product[(i, 0)]
        )?;
    }
    write!(
        text,
        "\nWith δ₁ and δ₂ those of both results, {}",
        in_one::GRADIENTS
    )?;
    Ok(text)
}
