//! S = V Λ Vᵀ, for symmetric matrices.

use super::jacobi::{Rotation, sweep};
use super::{LinalgError, Problem};
use crate::Element;
use crate::dim::Dim;
use crate::linalg::rows::{rotate, scale_of, swap_rows, symmetrise, two_rows};
use crate::tensor::{Matrix, SquareWith, Transposed, Vector};
use crate::zeroed::{zeroed, zeroed_parts};

/// S = V Λ Vᵀ for a symmetric matrix: the eigenvalues λ₁ ≤ λ₂ ≤ …, and orthonormal eigenvectors, the columns of V.
///
/// The cyclic Jacobi method (Golub and Van Loan, *Matrix Computations*, 4th ed., section 8.5): slower than QR iterations,
/// and more accurate where a matrix is graded (Demmel and Veselić 1992).
///
/// ```
/// use typograd::linalg::SymmetricEigen;
/// use typograd::prelude::*;
///
/// let s = Matrix::<D<2>, D<2>, f64>::from([[2.0, 1.0], [1.0, 2.0]]);
/// let eigen = SymmetricEigen::new(&s)?;
/// assert!(eigen.values().is_close(&Vector::from([1.0, 3.0]), 1e-15));
/// let v = eigen.vectors();
/// let lambda = Diagonal::new(eigen.values().clone());
/// assert!((v * &lambda * v.t()).is_close(&s, 1e-15));
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SymmetricEigen<N: Dim, T: Element = f32> {
    values: Vector<N, T>,
    /// The eigenvectors as rows: what is rotated lies side by side.
    rows: Matrix<N, N, T>,
}

zeroed_parts!(SymmetricEigen[N: Dim, T: Element][N, T] { values, rows });

/// Makes the symmetric `s` diagonal; what turns it is multiplied to `v`, if there is one.
fn diagonalise<T: Element>(n: usize, s: &mut [T], v: &mut [T]) -> Result<(), Problem> {
    let epsilon = T::epsilon();
    // The largest magnitude is about 1: below this, an element changes no eigenvalue, even of a tiny block.
    let nothing = epsilon * epsilon;
    sweep(n, |p, q, always| {
        let (first, off, second) = (s[p * n + p], s[p * n + q], s[q * n + q]);
        let small = epsilon * (first.abs() * second.abs()).sqrt();
        let turns = off.abs() > small.max(nothing);
        if !turns && !always {
            return false;
        }
        let Some(rotation) = Rotation::diagonalising(second - first, off) else {
            return false;
        };
        let Rotation {
            tangent,
            cosine,
            sine,
        } = rotation;
        let (row_p, row_q) = two_rows(s, n, p, q);
        rotate(row_p, row_q, cosine, sine);
        for i in 0..n {
            // Columns are as rows, for the matrix is symmetric.
            s[i * n + p] = s[p * n + i];
            s[i * n + q] = s[q * n + i];
        }
        s[p * n + p] = first - tangent * off;
        s[q * n + q] = second + tangent * off;
        s[p * n + q] = T::zero();
        s[q * n + p] = T::zero();
        if !v.is_empty() {
            let (row_p, row_q) = two_rows(v, n, p, q);
            rotate(row_p, row_q, cosine, sine);
        }
        turns
    })
}

/// The eigenvalues of `s` in ascending order, and the eigenvectors as the rows of `v`; `s` is overwritten.
fn factor<T: Element>(n: usize, s: &mut [T], values: &mut [T], v: &mut [T]) -> Result<(), Problem> {
    symmetrise(n, s)?;
    let scale = scale_of(s);
    for x in &mut *s {
        *x /= scale;
    }
    diagonalise(n, s, v)?;
    for (i, value) in values.iter_mut().enumerate() {
        *value = s[i * n + i] * scale;
    }
    for i in 0..n {
        let least = (i..n).fold(
            i,
            |least, j| {
                if values[j] < values[least] { j } else { least }
            },
        );
        values.swap(i, least);
        if !v.is_empty() {
            swap_rows(v, n, i, least);
        }
    }
    crate::linalg::rows::check_range(values)
}

impl<N: Dim, T: Element> SymmetricEigen<N, T> {
    /// Factors the symmetric part of a matrix.
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the matrix is far from symmetric.
    pub fn new(s: &Matrix<N, N, T>) -> Result<Self, LinalgError> {
        let mut eigen = zeroed::<Self>();
        let mut work = s.clone();
        eigen.factor_in_place(&mut work)?;
        Ok(eigen)
    }

    /// Factors the symmetric part of a matrix in place of what was factored before; the matrix is overwritten.
    ///
    /// # Errors
    ///
    /// As for [`new`](SymmetricEigen::new); the factors are then of no use.
    pub fn factor_in_place(&mut self, s: &mut Matrix<N, N, T>) -> Result<(), LinalgError> {
        self.try_factor(s).map_err(|problem| problem.of("eigen"))
    }

    pub(crate) fn try_factor(&mut self, s: &mut Matrix<N, N, T>) -> Result<(), Problem> {
        self.rows.fill(T::zero());
        for i in 0..N::LEN {
            self.rows[(i, i)] = T::one();
        }
        let (values, v) = (self.values.as_mut_slice(), self.rows.as_mut_slice());
        factor(N::LEN, s.as_mut_slice(), values, v)
    }

    /// The eigenvalues, in ascending order.
    pub fn values(&self) -> &Vector<N, T> {
        &self.values
    }

    /// V, whose columns are the eigenvectors in the order of the eigenvalues.
    pub fn vectors(&self) -> Transposed<'_, N, N, T> {
        self.rows.t()
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The eigenvalues and eigenvectors of a symmetric matrix; [`SymmetricEigen`] has an example.
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the matrix is far from symmetric.
    pub fn eigen(&self) -> Result<SymmetricEigen<R, T>, LinalgError>
    where
        R: SquareWith<C>,
    {
        SymmetricEigen::new(self.cast())
    }

    /// The eigenvalues of a symmetric matrix, in ascending order.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let s = Matrix::<D<2>, D<2>>::from([[0.0, 2.0], [2.0, 0.0]]);
    /// assert_eq!(s.eigenvalues()?, Vector::from([-2.0, 2.0]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the matrix is far from symmetric.
    pub fn eigenvalues(&self) -> Result<Vector<R, T>, LinalgError>
    where
        R: SquareWith<C>,
    {
        let (mut work, mut values) = (self.clone(), Vector::zeros());
        let (s, into) = (work.as_mut_slice(), values.as_mut_slice());
        factor(R::LEN, s, into, &mut []).map_err(|problem| problem.of("eigenvalues"))?;
        Ok(values)
    }
}
