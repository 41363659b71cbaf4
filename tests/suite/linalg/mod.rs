//! Linear algebra: against nalgebra, the laws, finite differences and PyTorch.

mod derivatives;
mod errors;
mod factorisations;
mod goldens;
mod graded;
mod hard;
mod laws;
mod operations;

use nalgebra::DMatrix;
use typograd::Rng;
use typograd::prelude::*;

/// A matrix of nalgebra's with the same numbers, in `f64`.
fn theirs<R: Dim, C: Dim, T: Element>(m: &Matrix<R, C, T>) -> DMatrix<f64> {
    DMatrix::from_row_iterator(R::LEN, C::LEN, m.iter().map(|x| x.as_f64()))
}

/// A matrix of normally distributed numbers.
fn normal<R: Dim, C: Dim, T: Element>(seed: u64) -> Matrix<R, C, T> {
    Matrix::normal(T::zero(), T::one(), &mut Rng::new(seed))
}

/// A symmetric positive definite matrix.
fn positive<N: Dim, T: Element>(seed: u64) -> Matrix<N, N, T> {
    let root = normal::<N, N, T>(seed);
    &root * root.t() / T::from_f64(N::LEN as f64) + Matrix::identity() * T::from_f64(0.1)
}

/// The machine's ε, as `f64`.
fn epsilon<T: Element>() -> f64 {
    T::epsilon().as_f64()
}

/// The largest |aᵢⱼ − bᵢⱼ|, computed in `f64`.
fn distance(a: &DMatrix<f64>, b: &DMatrix<f64>) -> f64 {
    (a - b).amax()
}
