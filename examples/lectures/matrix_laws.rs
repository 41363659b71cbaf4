//! What holds of ranks, inverses and orthogonal matrices.

use std::fmt::Write;

use typograd::linalg::LinalgError;
use typograd::prelude::*;

use super::Told;

pub(crate) type Square = Matrix<D<4>, D<4>, f64>;

/// A matrix of a rank of K at most, as a product. Of small integers: such products are exact, and ranks are not made by rounding.
pub(crate) fn of_rank<K: Dim>(rng: &mut Rng) -> Square {
    let mut integer = |_| rng.normal(0.0, 1.5_f64).round();
    let left = Matrix::<D<4>, K, f64>::from_fn(&mut integer);
    let right = Matrix::<K, D<4>, f64>::from_fn(&mut integer);
    left * right
}

/// The sides of the inequalities: rank A, rank B, rank A B, rank (A + B).
pub(crate) fn ranks(a: &Square, b: &Square) -> Result<[usize; 4], LinalgError> {
    Ok([a.rank()?, b.rank()?, (a * b).rank()?, (a + b).rank()?])
}

/// By how much each law of the inverse is missed: (A B)⁻¹ = B⁻¹ A⁻¹, (Aᵀ)⁻¹ = (A⁻¹)ᵀ, (A⁻¹)⁻¹ = A, det A⁻¹ = 1 / det A.
pub(crate) fn inverse_laws(a: &Square, b: &Square) -> Result<[f64; 4], LinalgError> {
    let (inverse_a, inverse_b) = (a.inverse()?, b.inverse()?);
    Ok([
        (a * b)
            .inverse()?
            .max_difference(&(&inverse_b * &inverse_a)),
        a.transpose()
            .inverse()?
            .max_difference(&inverse_a.transpose()),
        inverse_a.inverse()?.max_difference(a),
        (inverse_a.det()? * a.det()? - 1.0).abs(),
    ])
}

/// By how much each law of an orthogonal Q is missed: Q⁻¹ = Qᵀ, ‖Q x‖ = ‖x‖, (Q x)ᵀ(Q y) = xᵀ y, |det Q| = 1.
pub(crate) fn orthogonal_laws(
    q: &Square,
    x: &Vector<D<4>, f64>,
    y: &Vector<D<4>, f64>,
) -> Result<[f64; 4], LinalgError> {
    let (qx, qy) = (q * x, q * y);
    Ok([
        q.inverse()?.max_difference(&q.transpose()),
        (qx.norm() - x.norm()).abs(),
        (qx.dot(&qy) - x.dot(y)).abs(),
        (q.det()?.abs() - 1.0).abs(),
    ])
}

/// An orthogonal matrix: Q of a random matrix's Q R.
pub(crate) fn orthogonal(rng: &mut Rng) -> Result<Square, LinalgError> {
    let qr = Square::normal(0.0, 1.0, rng).qr()?;
    Ok(qr.q().relabel().clone())
}

pub(crate) fn give() -> Told {
    let rng = &mut Rng::new(3);
    let mut text = String::new();
    writeln!(
        text,
        "rank A B ≤ min(rank A, rank B);  rank A + rank B − n ≤ rank A B;  rank (A + B) ≤ rank A + rank B\n"
    )?;
    writeln!(
        text,
        "  rank A   rank B   rank A B   rank (A + B)      n = 4"
    )?;
    for (a, b) in [
        (of_rank::<D<1>>(rng), of_rank::<D<2>>(rng)),
        (of_rank::<D<2>>(rng), of_rank::<D<2>>(rng)),
        (of_rank::<D<2>>(rng), of_rank::<D<3>>(rng)),
        (of_rank::<D<3>>(rng), of_rank::<D<3>>(rng)),
        (of_rank::<D<3>>(rng), of_rank::<D<4>>(rng)),
        (of_rank::<D<4>>(rng), of_rank::<D<4>>(rng)),
    ] {
        let [a, b, product, sum] = ranks(&a, &b)?;
        writeln!(text, "  {a:6}   {b:6}   {product:8}   {sum:12}")?;
    }
    let (a, b) = (of_rank::<D<4>>(rng), of_rank::<D<4>>(rng));
    writeln!(text, "\nOf two matrices of full rank, to rounding:\n")?;
    let laws = [
        "(A B)⁻¹ = B⁻¹ A⁻¹",
        "(Aᵀ)⁻¹ = (A⁻¹)ᵀ",
        "(A⁻¹)⁻¹ = A",
        "det A⁻¹ = 1 / det A",
    ];
    for (law, missed) in laws.iter().zip(inverse_laws(&a, &b)?) {
        writeln!(text, "  {law:22} missed by {missed:.0e}")?;
    }
    let one = Matrix::<D<2>, D<2>, f64>::from([[1.0, 2.0], [2.0, 4.0]]);
    match one.inverse() {
        Err(error) => writeln!(text, "  [1 2; 2 4]⁻¹           {error}")?,
        Ok(_) => return Err("a matrix of rank 1 was inverted".into()),
    }
    let (q, x, y) = (
        orthogonal(rng)?,
        Vector::normal(0.0, 1.0, rng),
        Vector::normal(0.0, 1.0, rng),
    );
    writeln!(
        text,
        "\nOf an orthogonal Q (Qᵀ Q = I: {}):\n",
        q.is_orthogonal(1e-12)
    )?;
    let laws = [
        "Q⁻¹ = Qᵀ",
        "‖Q x‖ = ‖x‖",
        "(Q x)ᵀ(Q y) = xᵀ y",
        "|det Q| = 1",
    ];
    for (law, missed) in laws.iter().zip(orthogonal_laws(&q, &x, &y)?) {
        writeln!(text, "  {law:22} missed by {missed:.0e}")?;
    }
    text.pop();
    Ok(text)
}
