//! y = L with L Lᵀ = S.

use super::fallible::{square, square_mut};
use super::{ClosedForm, TryUnary};
use crate::Element;
use crate::kernel::vector::vectorised;
use crate::kernel::{Store, product::Layout};
use crate::linalg::{self, Diagonal, LinalgError, lower, multiply};
use crate::shape::Shape;
use crate::tensor::Tensor;

/// y = L, the lower triangular matrix with a positive diagonal for which L Lᵀ is the symmetric S.
///
/// A function of the symmetric part of S, and so its gradient is symmetric. Φ takes the lower triangle, and half of the
/// diagonal; sym M is (M + Mᵀ)/2. The VJP reverses the factorisation step by step (Murray, *Differentiation of the
/// Cholesky decomposition*, 2016), in twice its operations.
///
/// | | closed form |
/// |---|---|
/// | value | y = L, L Lᵀ = S |
/// | VJP | ∇S = sym(L⁻ᵀ Φ(Lᵀ δ) L⁻¹) |
/// | JVP | ẏ = L Φ(L⁻¹ Ṡ L⁻ᵀ) |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Cholesky, TryUnary};
/// use typograd::prelude::*;
///
/// let s = Matrix::<D<1>, D<1>>::from([[9.0]]);
/// let (mut y, mut ds) = (Matrix::zeros(), Matrix::zeros());
/// Cholesky::value(&s, &mut y, &mut ())?;
/// Cholesky::vjp(&s, &y, &(), &Matrix::full(6.0), &mut ds, Store::set());
/// assert_eq!((y[(0, 0)], ds[(0, 0)]), (3.0, 1.0)); // √s, and δ / (2 √s)
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Cholesky;

/// In the lower triangle of `bar`, the gradient in L becomes that in the lower triangle of S.
fn reverse<T: Element>(n: usize, l: &[T], bar: &mut [T]) {
    for j in (0..n).rev() {
        let pivot = l[j * n + j];
        let (above, below) = bar.split_at_mut((j + 1) * n);
        let here = &mut above[j * n..];
        let (row, rows) = (&l[j * n..j * n + j], &l[(j + 1) * n..]);
        vectorised::<T>(|| {
            let pairs = || rows.chunks_exact(n);
            for (l, bar) in pairs().zip(below.chunks_exact(n)) {
                here[j] -= l[j] * bar[j] / pivot;
            }
            here[j] /= pivot;
            let factor = here[j];
            for (bar, l) in here.iter_mut().zip(row) {
                *bar -= factor * *l;
            }
            for (l, bar) in pairs().zip(below.chunks_exact_mut(n)) {
                let factor = bar[j] / pivot;
                bar[j] = factor;
                for ((here, bar), (l, row)) in here.iter_mut().zip(bar).zip(l.iter().zip(row)) {
                    *here -= factor * *l;
                    *bar -= factor * *row;
                }
            }
            here[j] *= T::from_f64(0.5);
        });
    }
}

impl TryUnary for Cholesky {
    type Out<X: Shape> = X;
    type Factors<X: Shape, T: Element> = ();
    const FORM: ClosedForm = ClosedForm {
        value: "y = L, L Lᵀ = S",
        vjp: &["∇S = sym(L⁻ᵀ Φ(Lᵀ δ) L⁻¹)"],
        jvp: "ẏ = L Φ(L⁻¹ Ṡ L⁻ᵀ)",
    };

    fn value<X: Shape, T: Element>(
        s: &Tensor<X, T>,
        y: &mut Tensor<X, T>,
        (): &mut (),
    ) -> Result<(), LinalgError> {
        linalg::Cholesky::try_factor(square(s), square_mut(y))
            .map_err(|problem| problem.of("cholesky"))
    }

    fn vjp<X: Shape, T: Element>(
        _: &Tensor<X, T>,
        y: &Tensor<X, T>,
        (): &(),
        delta: &Tensor<X, T>,
        ds: &mut Tensor<X, T>,
        store: Store<T>,
    ) {
        let n = X::MATRIX.0;
        let mut bar = delta.clone();
        let bar = bar.as_mut_slice();
        reverse(n, y.as_slice(), bar);
        let (ds, half) = (ds.as_mut_slice(), T::from_f64(0.5));
        for i in 0..n {
            for j in 0..i {
                // An element below the diagonal stands for itself and its mirror image.
                let each = half * bar[i * n + j];
                store.put(&mut ds[i * n + j], each);
                store.put(&mut ds[j * n + i], each);
            }
            store.put(&mut ds[i * n + i], bar[i * n + i]);
        }
    }

    fn jvp<X: Shape, T: Element>(
        _: &Tensor<X, T>,
        y: &Tensor<X, T>,
        (): &(),
        ts: &Tensor<X, T>,
        ty: &mut Tensor<X, T>,
        store: Store<T>,
    ) {
        let (n, l, half) = (X::MATRIX.0, y.as_slice(), T::from_f64(0.5));
        let mut work = ts.clone();
        let work = work.as_mut_slice();
        for i in 0..n {
            for j in 0..i {
                let mean = half * (work[i * n + j] + work[j * n + i]);
                work[i * n + j] = mean;
                work[j * n + i] = mean;
            }
        }
        // M = L⁻¹ Ṡ L⁻ᵀ: from the left, and then, row by row, from the right.
        lower(n, l, Diagonal::Stored, work, n);
        for row in work.chunks_exact_mut(n) {
            lower(n, l, Diagonal::Stored, row, 1);
        }
        for (i, row) in work.chunks_exact_mut(n).enumerate() {
            row[i] *= half;
            row[i + 1..].fill(T::zero());
        }
        multiply(Layout::Nn, (n, n, n), l, work, ty.as_mut_slice(), store);
    }
}
