//! Eigenvalues of symmetric matrices, and singular values.

use super::fallible::{Square, square};
use super::{ClosedForm, TryUnary};
use crate::Element;
use crate::kernel::Store;
use crate::kernel::product::Layout;
use crate::linalg::{LinalgError, Svd, SymmetricEigen, dot, multiply};
use crate::shape::{Shape, ShorterSide};
use crate::tensor::{Matrix, Tensor};
use crate::zeroed::zeroed;

/// y = λ, the eigenvalues λ₁ ≤ … ≤ λₙ of a symmetric matrix S = V diag(λ) Vᵀ.
///
/// A function of the symmetric part of S. Where eigenvalues are equal, they have no derivative, as they change places; a
/// symmetric function of them, such as their sum, still has one, and its VJP is right.
///
/// | | closed form |
/// |---|---|
/// | value | y = λ(S) |
/// | VJP | ∇S = V diag(δ) Vᵀ |
/// | JVP | ẏ = diag(Vᵀ Ṡ V) |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{SymmetricEigenvalues, TryUnary};
/// use typograd::{prelude::*, zeroed};
///
/// let s = Matrix::<D<2>, D<2>>::from([[5.0, 0.0], [0.0, 3.0]]);
/// let (mut y, mut factors, mut ds) = (Vector::zeros(), zeroed(), Matrix::zeros());
/// SymmetricEigenvalues::value(&s, &mut y, &mut factors)?;
/// assert_eq!(y, Vector::from([3.0, 5.0]));
/// SymmetricEigenvalues::vjp(&s, &y, &factors, &Vector::from([1.0, 0.0]), &mut ds, Store::set());
/// assert_eq!(ds, Matrix::from([[0.0, 0.0], [0.0, 1.0]])); // of the smaller
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SymmetricEigenvalues;

/// y = σ, the singular values σ₁ ≥ σ₂ ≥ … ≥ 0 of a matrix X = U diag(σ) Vᵀ, as many as its shorter side is long.
///
/// Where singular values are equal, they have no derivative; a symmetric function of them, such as their sum, still has one,
/// and its VJP is right. A singular value of 0 has none, as |x| at 0; it is taken to be that of the vectors found.
///
/// | | closed form |
/// |---|---|
/// | value | y = σ(X) |
/// | VJP | ∇X = U diag(δ) Vᵀ |
/// | JVP | ẏ = diag(Uᵀ Ẋ V) |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{SingularValues, TryUnary};
/// use typograd::{prelude::*, zeroed};
///
/// let x = Matrix::<D<1>, D<2>>::from([[3.0, 4.0]]);
/// let (mut y, mut factors, mut dx) = (Vector::zeros(), zeroed(), Matrix::zeros());
/// SingularValues::value(&x, &mut y, &mut factors)?;
/// assert_eq!(y[0], 5.0); // of a row, the norm
/// SingularValues::vjp(&x, &y, &factors, &Vector::ones(), &mut dx, Store::set());
/// assert_eq!(dx, Matrix::from([[0.6, 0.8]]));
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SingularValues;

/// out ← keep · out + scale · Σ δᵢ uᵢ vᵢᵀ, for the rows of `u` and `v`; `work` has the size of `u`.
fn sum_of_outer<T: Element>(
    delta: &[T],
    u: &[T],
    v: &[T],
    work: &mut [T],
    out: &mut [T],
    store: Store<T>,
) {
    let k = delta.len();
    let (rows, columns) = (u.len() / k, v.len() / k);
    work.copy_from_slice(u);
    for (row, delta) in work.chunks_exact_mut(rows).zip(delta) {
        for x in row {
            *x *= *delta;
        }
    }
    multiply(Layout::Tn, (rows, columns, k), work, v, out, store);
}

/// out ← keep · out + scale · diag(u Ẋ vᵀ); `work` has the size of `v`.
fn diagonal_of<T: Element>(
    tx: &[T],
    u: &[T],
    v: &[T],
    work: &mut [T],
    out: &mut [T],
    store: Store<T>,
) {
    let k = out.len();
    let (rows, columns) = (u.len() / k, v.len() / k);
    multiply(Layout::Nn, (k, columns, rows), u, tx, work, Store::set());
    let rows = work.chunks_exact(columns).zip(v.chunks_exact(columns));
    for (out, (image, v)) in out.iter_mut().zip(rows) {
        store.put(out, dot(image, v));
    }
}

impl TryUnary for SymmetricEigenvalues {
    type Out<X: Shape> = (X::Rows,);
    type Factors<X: Shape, T: Element> = SymmetricEigen<X::Rows, T>;
    const FORM: ClosedForm = ClosedForm {
        value: "y = λ(S)",
        vjp: &["∇S = V diag(δ) Vᵀ"],
        jvp: "ẏ = diag(Vᵀ Ṡ V)",
    };

    fn value<X: Shape, T: Element>(
        s: &Tensor<X, T>,
        y: &mut Tensor<(X::Rows,), T>,
        factors: &mut SymmetricEigen<X::Rows, T>,
    ) -> Result<(), LinalgError> {
        let mut work = square(s).clone();
        factors
            .try_factor(&mut work)
            .map_err(|problem| problem.of("eigenvalues"))?;
        y.clone_from(factors.values());
        Ok(())
    }

    fn vjp<X: Shape, T: Element>(
        _: &Tensor<X, T>,
        _: &Tensor<(X::Rows,), T>,
        factors: &SymmetricEigen<X::Rows, T>,
        delta: &Tensor<(X::Rows,), T>,
        ds: &mut Tensor<X, T>,
        store: Store<T>,
    ) {
        let (v, mut work) = (factors.vectors().t().as_slice(), zeroed::<Square<X, T>>());
        let (work, ds) = (work.as_mut_slice(), ds.as_mut_slice());
        sum_of_outer(delta.as_slice(), v, v, work, ds, store);
    }

    fn jvp<X: Shape, T: Element>(
        _: &Tensor<X, T>,
        _: &Tensor<(X::Rows,), T>,
        factors: &SymmetricEigen<X::Rows, T>,
        ts: &Tensor<X, T>,
        ty: &mut Tensor<(X::Rows,), T>,
        store: Store<T>,
    ) {
        let (v, mut work) = (factors.vectors().t().as_slice(), zeroed::<Square<X, T>>());
        let (work, ty) = (work.as_mut_slice(), ty.as_mut_slice());
        diagonal_of(ts.as_slice(), v, v, work, ty, store);
    }
}

impl TryUnary for SingularValues {
    type Out<X: Shape> = (ShorterSide<X>,);
    type Factors<X: Shape, T: Element> = Svd<X::Rows, X::Columns, T>;
    const FORM: ClosedForm = ClosedForm {
        value: "y = σ(X)",
        vjp: &["∇X = U diag(δ) Vᵀ"],
        jvp: "ẏ = diag(Uᵀ Ẋ V)",
    };

    fn value<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        y: &mut Tensor<(ShorterSide<X>,), T>,
        factors: &mut Svd<X::Rows, X::Columns, T>,
    ) -> Result<(), LinalgError> {
        factors
            .try_factor(x.cast())
            .map_err(|problem| problem.of("singular_values"))?;
        y.clone_from(factors.values());
        Ok(())
    }

    fn vjp<X: Shape, T: Element>(
        _: &Tensor<X, T>,
        _: &Tensor<(ShorterSide<X>,), T>,
        factors: &Svd<X::Rows, X::Columns, T>,
        delta: &Tensor<(ShorterSide<X>,), T>,
        dx: &mut Tensor<X, T>,
        store: Store<T>,
    ) {
        let mut work = zeroed::<Matrix<ShorterSide<X>, X::Rows, T>>();
        let (u, v) = (factors.ut().as_slice(), factors.vt().as_slice());
        let (work, dx) = (work.as_mut_slice(), dx.as_mut_slice());
        sum_of_outer(delta.as_slice(), u, v, work, dx, store);
    }

    fn jvp<X: Shape, T: Element>(
        _: &Tensor<X, T>,
        _: &Tensor<(ShorterSide<X>,), T>,
        factors: &Svd<X::Rows, X::Columns, T>,
        tx: &Tensor<X, T>,
        ty: &mut Tensor<(ShorterSide<X>,), T>,
        store: Store<T>,
    ) {
        let mut work = zeroed::<Matrix<ShorterSide<X>, X::Columns, T>>();
        let (u, v) = (factors.ut().as_slice(), factors.vt().as_slice());
        let (work, ty) = (work.as_mut_slice(), ty.as_mut_slice());
        diagonal_of(tx.as_slice(), u, v, work, ty, store);
    }
}
