//! Laws of matrix differentials, each against its Jacobian–vector product, and laws of the trace.

use std::fmt::Write;

use typograd::linalg::LinalgError;
use typograd::prelude::*;

use super::Told;

pub(crate) type Square = Matrix<D<3>, D<3>, f64>;
pub(crate) type Wide = Matrix<D<3>, D<4>, f64>;

#[differentiable]
fn from_left(
    #[constant] a: &Matrix<D<3>, D<3>, f64>,
    x: &Matrix<D<3>, D<4>, f64>,
) -> Matrix<D<3>, D<4>, f64> {
    a * x
}

#[differentiable]
fn sum(x: &Matrix<D<3>, D<3>, f64>, y: &Matrix<D<3>, D<3>, f64>) -> Matrix<D<3>, D<3>, f64> {
    x + y
}

#[differentiable]
fn product(x: &Matrix<D<3>, D<3>, f64>, y: &Matrix<D<3>, D<4>, f64>) -> Matrix<D<3>, D<4>, f64> {
    x * y
}

#[differentiable]
fn hadamard(x: &Matrix<D<3>, D<4>, f64>, y: &Matrix<D<3>, D<4>, f64>) -> Matrix<D<3>, D<4>, f64> {
    x.hadamard(y)
}

#[differentiable]
fn transpose(x: &Matrix<D<3>, D<4>, f64>) -> Matrix<D<4>, D<3>, f64> {
    x.transpose()
}

#[differentiable]
fn trace(x: &Matrix<D<3>, D<3>, f64>) -> f64 {
    x.trace()
}

#[differentiable]
pub(crate) fn determinant(x: &Matrix<D<3>, D<3>, f64>) -> Result<f64, LinalgError> {
    x.det()
}

#[differentiable]
fn log_determinant(x: &Matrix<D<3>, D<3>, f64>) -> Result<f64, LinalgError> {
    x.ln_abs_det()
}

#[differentiable]
fn inverse(x: &Matrix<D<3>, D<3>, f64>) -> Result<Matrix<D<3>, D<3>, f64>, LinalgError> {
    x.inverse()
}

/// A law, and by how much it is missed.
pub(crate) type Law = (&'static str, f64);

/// Far from singular: its diagonal outweighs the rest.
pub(crate) fn regular(rng: &mut Rng) -> Square {
    Square::uniform(-0.5, 0.5, rng) + Square::identity() * 2.0
}

/// Theorem 1-1 at matrices, and along directions, from a seed.
pub(crate) fn theorem_1_1(seed: u64) -> Result<Vec<Law>, LinalgError> {
    let rng = &mut Rng::new(seed);
    let (a, x, dx) = (regular(rng), regular(rng), Square::normal(0.0, 1.0, rng));
    let dy = Square::normal(0.0, 1.0, rng);
    let mut wide = || Wide::normal(0.0, 1.0, rng);
    let (v, dv, w, dw) = (wide(), wide(), wide(), wide());
    let inverse_x = x.inverse()?;
    let det = x.det()?;
    let inner = (&inverse_x * &dx).trace();
    Ok(vec![
        (
            "d(A X) = A dX",
            from_left::jvp(&a, &v, &dv).1.max_difference(&(&a * &dv)),
        ),
        (
            "d(X + Y) = dX + dY",
            sum::jvp(&x, &a, &dx, &dy).1.max_difference(&(&dx + &dy)),
        ),
        (
            "d(X Y) = dX Y + X dY",
            product::jvp(&x, &v, &dx, &dv)
                .1
                .max_difference(&(&dx * &v + &x * &dv)),
        ),
        (
            "d(X ⊙ Y) = dX ⊙ Y + X ⊙ dY",
            hadamard::jvp(&v, &w, &dv, &dw)
                .1
                .max_difference(&(dv.hadamard(&w) + v.hadamard(&dw))),
        ),
        (
            "d(Xᵀ) = (dX)ᵀ",
            transpose::jvp(&v, &dv).1.max_difference(&dv.transpose()),
        ),
        ("d tr X = tr dX", (trace::jvp(&x, &dx).1 - dx.trace()).abs()),
        (
            "d|X| = |X| tr(X⁻¹ dX)",
            (determinant::jvp(&x, &dx)?.1 - det * inner).abs(),
        ),
        (
            "d ln |X| = tr(X⁻¹ dX)",
            (log_determinant::jvp(&x, &dx)?.1 - inner).abs(),
        ),
        (
            "d(X⁻¹) = −X⁻¹ dX X⁻¹",
            inverse::jvp(&x, &dx)?
                .1
                .max_difference(&-(&inverse_x * &dx * &inverse_x)),
        ),
    ])
}

/// Theorem 1-2 at matrices from a seed.
pub(crate) fn theorem_1_2(seed: u64) -> Vec<Law> {
    let rng = &mut Rng::new(seed);
    let mut wide = || Wide::normal(0.0, 1.0, rng);
    let (a, b, c) = (wide(), wide(), wide());
    let (p, q) = (Square::normal(0.0, 1.0, rng), Square::normal(0.0, 1.0, rng));
    let (x, y) = (
        Vector::<D<3>, f64>::normal(0.0, 1.0, rng),
        Vector::<D<3>, f64>::normal(0.0, 1.0, rng),
    );
    let law = |name, left: f64, right: f64| (name, (left - right).abs());
    vec![
        law("tr Pᵀ = tr P", p.transpose().trace(), p.trace()),
        law(
            "tr(P + Q) = tr P + tr Q",
            (&p + &q).trace(),
            p.trace() + q.trace(),
        ),
        law(
            "tr(A Bᵀ) = tr(Bᵀ A)",
            (&a * b.t()).trace(),
            (b.t() * &a).trace(),
        ),
        law(
            "tr(P A Bᵀ) = tr(A Bᵀ P)",
            (&p * &a * b.t()).trace(),
            (&a * b.t() * &p).trace(),
        ),
        law(
            "tr(Aᵀ B) = Σ A ⊙ B",
            (a.t() * &b).trace(),
            a.hadamard(&b).sum(),
        ),
        law(
            "tr(Aᵀ (B ⊙ C)) = tr((A ⊙ B)ᵀ C)",
            (a.t() * &b.hadamard(&c)).trace(),
            (a.hadamard(&b).t() * &c).trace(),
        ),
        law(
            "xᵀ P y = tr(P y xᵀ)",
            x.dot(&(&p * &y)),
            (&p * y.outer(&x)).trace(),
        ),
    ]
}

pub(crate) fn give() -> Told {
    let mut text = String::from("Theorem 1-1, by Jacobian–vector products:\n\n");
    for (law, missed) in theorem_1_1(1)? {
        writeln!(text, "  {law:34} missed by {missed:.0e}")?;
    }
    writeln!(text, "\nTheorem 1-2:\n")?;
    for (law, missed) in theorem_1_2(1) {
        writeln!(text, "  {law:34} missed by {missed:.0e}")?;
    }
    // What a factor 1/N before the trace would give.
    let rng = &mut Rng::new(1);
    let (x, dx) = (regular(rng), Square::identity());
    let (det, slope) = determinant::jvp(&x, &dx)?;
    let inner = (x.inverse()? * &dx).trace();
    write!(
        text,
        "\nThere is no factor 1/N in d|X|: along I it is {slope:.4} = |X| tr X⁻¹ = {:.4}, and not {:.4}.",
        det * inner,
        det * inner / 3.0
    )?;
    Ok(text)
}
