//! Matrices that are hard on an algorithm.

use typograd::prelude::*;

use super::normal;

/// 1 / (i + j + 1): of condition 10¹⁰ for 8 rows.
fn hilbert<N: Dim, T: Element>() -> Matrix<N, N, T> {
    Matrix::from_fn(|(i, j)| T::from_f64(1.0 / (i + j + 1) as f64))
}

/// Powers of nodes between 0 and 1.
fn vandermonde<N: Dim, T: Element>() -> Matrix<N, N, T> {
    let node = |i: usize| (i + 1) as f64 / N::LEN as f64;
    Matrix::from_fn(|(i, j)| T::from_f64(node(i).powi(i32::try_from(j).unwrap())))
}

/// The last row is close to the sum of the others.
fn nearly_singular<N: Dim, T: Element>() -> Matrix<N, N, T> {
    let mut a = normal::<N, N, T>(3);
    for j in 0..N::LEN {
        let sum: T = (0..N::LEN - 1).map(|i| a[(i, j)]).sum();
        let noise = a[(N::LEN - 1, j)] * T::epsilon().sqrt();
        a[(N::LEN - 1, j)] = sum + noise;
    }
    a
}

/// Rows and columns of very different sizes.
fn graded<N: Dim, T: Element>() -> Matrix<N, N, T> {
    let a = normal::<N, N, T>(4);
    let weight = |i: usize| T::from_f64(0.1).powi(i32::try_from(i).unwrap());
    Matrix::from_fn(|(i, j)| a[(i, j)] * weight(i) * weight(j / 2))
}

/// Calls a function with each of them, of 8 × 8, and its name.
pub(super) fn each<T: Element>(mut f: impl FnMut(&str, &Matrix<D<8>, D<8>, T>)) {
    f("Hilbert", &hilbert());
    f("Vandermonde", &vandermonde());
    f("nearly singular", &nearly_singular());
    f("graded", &graded());
}
