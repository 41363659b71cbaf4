//! S = L Lᵀ, for symmetric positive definite matrices.

use super::triangular::{Diagonal, lower, lower_transposed};
use super::{LinalgError, Problem, RightSide};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::vector::vectorised;
use crate::linalg::rows::{check_finite, check_range, subtract, symmetrise};
use crate::tensor::{Matrix, SquareWith, Tensor};
use crate::zeroed::{zeroed, zeroed_parts};

/// S = L Lᵀ: L lower triangular with a positive diagonal.
///
/// Golub and Van Loan, *Matrix Computations*, 4th ed., section 4.2, N³/3 operations. It is the test of positive definiteness, too.
///
/// ```
/// use typograd::linalg::Cholesky;
/// use typograd::prelude::*;
///
/// let s = Matrix::<D<2>, D<2>>::from([[4.0, 2.0], [2.0, 5.0]]);
/// let cholesky = Cholesky::new(&s)?; // once, for many right sides
/// assert_eq!(cholesky.l(), &Matrix::from([[2.0, 0.0], [1.0, 2.0]]));
/// assert_eq!(cholesky.solve(&Vector::from([6.0, 7.0]))?, Vector::from([1.0, 1.0]));
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cholesky<N: Dim, T: Element = f32> {
    l: Matrix<N, N, T>,
}

zeroed_parts!(Cholesky[N: Dim, T: Element][N, T] { l });

/// L in place of the symmetric S, n × n, with zeros above its diagonal.
///
/// Lᵀ is made above the diagonal, where what is read and written lies in rows, and turned at the end.
fn factor<T: Element>(n: usize, s: &mut [T]) -> Result<(), Problem> {
    for j in 0..n {
        let (above, below) = s.split_at_mut((j + 1) * n);
        let row = &mut above[j * n + j..];
        if row[0].is_nan() || row[0] <= T::zero() {
            return Err(Problem::NotPositiveDefinite { pivot: j });
        }
        let pivot = row[0].sqrt();
        row[0] = pivot;
        vectorised::<T>(|| {
            for x in &mut row[1..] {
                *x /= pivot;
            }
            for (i, below) in below.chunks_exact_mut(n).enumerate() {
                subtract(&mut below[j + 1 + i..], row[1 + i], &row[1 + i..]);
            }
        });
    }
    for i in 0..n {
        for j in 0..i {
            s[i * n + j] = s[j * n + i];
            s[j * n + i] = T::zero();
        }
    }
    Ok(())
}

impl<N: Dim, T: Element> Cholesky<N, T> {
    /// Factors the symmetric part of a matrix.
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the matrix is far from symmetric, or not positive definite.
    pub fn new(s: &Matrix<N, N, T>) -> Result<Self, LinalgError> {
        let mut cholesky = zeroed::<Self>();
        cholesky.factor(s)?;
        Ok(cholesky)
    }

    /// Factors the symmetric part of a matrix in place of what was factored before.
    ///
    /// # Errors
    ///
    /// As for [`new`](Cholesky::new); the factor is then of no use.
    pub fn factor(&mut self, s: &Matrix<N, N, T>) -> Result<(), LinalgError> {
        Self::try_factor(s, &mut self.l).map_err(|problem| problem.of("cholesky"))
    }

    /// `l` ← L.
    pub(crate) fn try_factor(s: &Matrix<N, N, T>, l: &mut Matrix<N, N, T>) -> Result<(), Problem> {
        l.clone_from(s);
        symmetrise(N::LEN, l.as_mut_slice())?;
        factor(N::LEN, l.as_mut_slice())
    }

    /// L.
    pub fn l(&self) -> &Matrix<N, N, T> {
        &self.l
    }

    /// S⁻¹ b, for a vector or the columns of a matrix.
    ///
    /// # Errors
    ///
    /// If an element of `b` is not finite, or the solution overflows.
    pub fn solve<S: RightSide<N>>(&self, b: &Tensor<S, T>) -> Result<Tensor<S, T>, LinalgError> {
        let mut x = b.clone();
        self.solve_into(b, &mut x)?;
        Ok(x)
    }

    /// x ← S⁻¹ b.
    ///
    /// # Errors
    ///
    /// As for [`solve`](Cholesky::solve).
    pub fn solve_into<S: RightSide<N>>(
        &self,
        b: &Tensor<S, T>,
        x: &mut Tensor<S, T>,
    ) -> Result<(), LinalgError> {
        let columns = S::MATRIX.1;
        let solved = check_finite(b.as_slice(), columns).and_then(|()| {
            x.clone_from(b);
            self.substitute(x.as_mut_slice(), columns);
            check_range(x.as_slice())
        });
        solved.map_err(|problem| problem.of("solve"))
    }

    fn substitute(&self, x: &mut [T], columns: usize) {
        let l = self.l.as_slice();
        lower(N::LEN, l, Diagonal::Stored, x, columns);
        lower_transposed(N::LEN, l, Diagonal::Stored, x, columns);
    }

    /// S⁻¹.
    ///
    /// # Errors
    ///
    /// If the inverse overflows.
    pub fn inverse(&self) -> Result<Matrix<N, N, T>, LinalgError> {
        let mut inverse = Matrix::identity();
        self.substitute(inverse.as_mut_slice(), N::LEN);
        check_range(inverse.as_slice()).map_err(|problem| problem.of("inverse"))?;
        Ok(inverse)
    }

    /// det S, which is positive. It may overflow where [`ln_det`](Cholesky::ln_det) does not.
    ///
    /// ```
    /// use typograd::linalg::Cholesky;
    /// use typograd::prelude::*;
    ///
    /// let s = Matrix::<D<2>, D<2>>::from([[4.0, 2.0], [2.0, 5.0]]);
    /// assert_eq!(Cholesky::new(&s)?.det(), 16.0);
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    pub fn det(&self) -> T {
        self.pivots().map(|x| x * x).fold(T::one(), |a, b| a * b)
    }

    /// ln det S.
    pub fn ln_det(&self) -> T {
        let sum: T = self.pivots().map(T::ln).sum();
        sum + sum
    }

    fn pivots(&self) -> impl Iterator<Item = T> {
        (0..N::LEN).map(|i| self.l[(i, i)])
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The lower triangular L with a positive diagonal for which L Lᵀ is this symmetric matrix; to solve with it, see
    /// [`Cholesky`].
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let s = Matrix::<D<2>, D<2>>::from([[4.0, 2.0], [2.0, 5.0]]);
    /// assert_eq!(s.cholesky()?, Matrix::from([[2.0, 0.0], [1.0, 2.0]]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the matrix is far from symmetric, or not positive definite.
    pub fn cholesky(&self) -> Result<Matrix<R, R, T>, LinalgError>
    where
        R: SquareWith<C>,
    {
        let mut l = Matrix::zeros();
        Cholesky::try_factor(self.cast(), &mut l).map_err(|problem| problem.of("cholesky"))?;
        Ok(l)
    }
}
