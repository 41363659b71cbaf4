//! A B as entries, as columns, as rows, and as a sum of outer products.

use std::fmt::Write;

use typograd::prelude::*;

use super::Told;

dims! { pub(crate) M = 3; pub(crate) K = 2; pub(crate) N = 4; }

pub(crate) type A = Matrix<M, K, f64>;
pub(crate) type B = Matrix<K, N, f64>;
pub(crate) type C = Matrix<M, N, f64>;

/// cᵢⱼ = (row i of A) · (column j of B).
pub(crate) fn entries(a: &A, b: &B) -> C {
    Matrix::from_fn(|(i, j)| a.row(i) * &b.column(j))
}

/// Column j of C = A (column j of B): a combination of the columns of A.
pub(crate) fn columns(a: &A, b: &B) -> C {
    let mut c = C::zeros();
    for (j, column) in b.columns().enumerate() {
        let product: Vector<M, f64> = a * &column;
        for i in 0..M::LEN {
            c[(i, j)] = product[i];
        }
    }
    c
}

/// Row i of C = (row i of A) B: a combination of the rows of B.
pub(crate) fn rows(a: &A, b: &B) -> C {
    let mut c = C::zeros();
    for (i, row) in a.rows().enumerate() {
        *c.row_mut(i) = row * b;
    }
    c
}

/// C = Σₖ (column k of A) (row k of B): a sum of matrices of rank one.
pub(crate) fn outer_products(a: &A, b: &B) -> C {
    let mut c = C::zeros();
    for (column, row) in a.columns().zip(b.rows()) {
        c += column.outer(row.t());
    }
    c
}

pub(crate) fn example() -> (A, B) {
    (
        Matrix::from([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]),
        Matrix::from([[1.0, 0.0, -1.0, 2.0], [2.0, 1.0, 0.0, -1.0]]),
    )
}

pub(crate) fn give() -> Told {
    let (a, b) = example();
    let mut text = format!("A =\n{a:.0}\nB =\n{b:.0}\nA B =\n{:.0}\n\n", &a * &b);
    writeln!(
        text,
        "  entries          cᵢⱼ = aᵢᵀ bⱼ             {}",
        entries(&a, &b) == &a * &b
    )?;
    writeln!(
        text,
        "  columns          C = [A b₁ … A bₙ]        {}",
        columns(&a, &b) == &a * &b
    )?;
    writeln!(
        text,
        "  rows             row i of C = aᵢᵀ B       {}",
        rows(&a, &b) == &a * &b
    )?;
    writeln!(
        text,
        "  outer products   C = Σₖ aₖ bₖᵀ            {}\n",
        outer_products(&a, &b) == &a * &b
    )?;
    let (first, second) = (
        a.column(0).outer(b.row(0).t()),
        a.column(1).outer(b.row(1).t()),
    );
    write!(text, "The last, term by term:\n{first:.0}\n+\n{second:.0}")?;
    Ok(text)
}
