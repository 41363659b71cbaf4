//! P A Q = L U, by elimination with complete pivoting: what the determinant and its gradient are made of.

use core::fmt;

use super::elimination::{diagonal_product, eliminate, invert_lower, is_odd, permute_columns};
use super::{LinalgError, Problem};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::vector::vectorised;
use crate::linalg::rows::{check_finite, subtract, swap_rows};
use crate::tensor::{Matrix, SquareWith, Tensor};
use crate::zeroed::{zeroed, zeroed_parts};

/// P A Q = L U: the largest element that is left is the next pivot, so that those which are 0 come last.
///
/// Golub and Van Loan, *Matrix Computations*, 4th ed., section 3.4.8. It factors singular matrices as well, whose
/// determinant is 0, and whose matrix of cofactors may be other than 0.
///
/// ```
/// use typograd::linalg::CompleteLu;
/// use typograd::prelude::*;
///
/// let singular = Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [2.0, 4.0]]);
/// let lu = CompleteLu::new(&singular)?;
/// assert_eq!(lu.det(), 0.0);
/// assert_eq!(lu.cofactors(), Matrix::from([[4.0, -2.0], [-2.0, 1.0]]));
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
pub struct CompleteLu<N: Dim, T: Element = f32> {
    /// U, and L below the diagonal.
    factors: Matrix<N, N, T>,
    /// The row that each row was exchanged with, in this order.
    rows: Tensor<(N,), usize>,
    /// The column that each column was exchanged with, in this order.
    columns: Tensor<(N,), usize>,
}

zeroed_parts!(CompleteLu[N: Dim, T: Element][N, T] { factors, rows, columns });

/// P A Q = L U in place of A, n × n. Where nothing but zeros is left, the factors of rows are 0.
fn factor<T: Element>(n: usize, a: &mut [T], rows: &mut [usize], columns: &mut [usize]) {
    for k in 0..n {
        let (mut best, mut largest) = ((k, k), T::zero());
        for i in k..n {
            for (j, x) in a[i * n..(i + 1) * n].iter().enumerate().skip(k) {
                if x.abs() > largest {
                    (best, largest) = ((i, j), x.abs());
                }
            }
        }
        (rows[k], columns[k]) = best;
        swap_rows(a, n, k, best.0);
        for row in a.chunks_exact_mut(n) {
            row.swap(k, best.1);
        }
        if largest > T::zero() {
            eliminate(n, a, k);
        }
    }
}

impl<N: Dim, T: Element> CompleteLu<N, T> {
    /// Factors a matrix.
    ///
    /// # Errors
    ///
    /// If an element is not finite.
    pub fn new(a: &Matrix<N, N, T>) -> Result<Self, LinalgError> {
        let mut lu = zeroed::<Self>();
        lu.factor(a)?;
        Ok(lu)
    }

    /// Factors a matrix in place of what was factored before.
    ///
    /// # Errors
    ///
    /// If an element is not finite.
    pub fn factor(&mut self, a: &Matrix<N, N, T>) -> Result<(), LinalgError> {
        self.try_factor(a)
            .map_err(|problem| problem.of("complete_lu"))
    }

    pub(crate) fn try_factor(&mut self, a: &Matrix<N, N, T>) -> Result<(), Problem> {
        check_finite(a.as_slice(), N::LEN)?;
        self.factors.clone_from(a);
        let (rows, columns) = (self.rows.as_mut_slice(), self.columns.as_mut_slice());
        factor(N::LEN, self.factors.as_mut_slice(), rows, columns);
        Ok(())
    }

    /// det A; 0 if the matrix is singular. It may overflow.
    pub fn det(&self) -> T {
        let magnitude = diagonal_product(N::LEN, self.factors.as_slice(), N::LEN);
        if self.is_odd() { -magnitude } else { magnitude }
    }

    fn is_odd(&self) -> bool {
        is_odd(self.rows.as_slice()) != is_odd(self.columns.as_slice())
    }

    /// The cofactors of A: det A · A⁻ᵀ, and what that tends to where A is singular.
    pub fn cofactors(&self) -> Matrix<N, N, T> {
        let mut adjugate = Matrix::zeros();
        self.scaled_adjugate(T::one(), &mut adjugate);
        adjugate.transpose()
    }

    /// X ← scale · adj A = scale · det A · Q U⁻¹ L⁻¹ P.
    ///
    /// The last pivot d is not divided by: det A · U⁻¹ = c d U⁻¹, with c the product of the others, has the last row c.
    pub(crate) fn scaled_adjugate(&self, scale: T, x: &mut Matrix<N, N, T>) {
        let (n, factors, x) = (N::LEN, self.factors.as_slice(), x.as_mut_slice());
        if n >= 2 && factors[(n - 2) * (n + 1)] == T::zero() {
            x.fill(T::zero()); // of rank n − 2 at most
            return;
        }
        let others = diagonal_product(n, factors, n - 1);
        let scale = if self.is_odd() { -scale } else { scale };
        let last = factors[n * n - 1];
        invert_lower(n, factors, scale * others, x);
        vectorised::<T>(|| {
            for i in (0..n - 1).rev() {
                let (above, below) = x.split_at_mut((i + 1) * n);
                let here = &mut above[i * n..];
                for x in &mut here[..=i] {
                    *x *= last;
                }
                for (x, u) in below.chunks_exact(n).zip(&factors[i * n + i + 1..]) {
                    subtract(here, *u, x);
                }
                for x in here {
                    *x /= factors[i * (n + 1)];
                }
            }
        });
        permute_columns(n, x, self.rows.as_slice());
        for (k, column) in self.columns.as_slice().iter().enumerate().rev() {
            swap_rows(x, n, k, *column);
        }
    }
}

impl<N: Dim, T: Element> Clone for CompleteLu<N, T> {
    fn clone(&self) -> Self {
        let mut copy = zeroed::<Self>();
        copy.factors.clone_from(&self.factors);
        let (rows, columns) = (self.rows.as_slice(), self.columns.as_slice());
        copy.rows.as_mut_slice().copy_from_slice(rows);
        copy.columns.as_mut_slice().copy_from_slice(columns);
        copy
    }
}

impl<N: Dim, T: Element> fmt::Debug for CompleteLu<N, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompleteLu")
            .field("factors", &self.factors)
            .field("rows", &self.rows.as_slice())
            .field("columns", &self.columns.as_slice())
            .finish()
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// det A; 0 if the matrix is singular. It overflows to infinity; [`ln_abs_det`](Self::ln_abs_det) does not.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Matrix::<D<3>, D<3>>::from([[2.0, 0.0, 1.0], [0.0, 3.0, 0.0], [0.0, 0.0, 4.0]]);
    /// assert_eq!(a.det()?, 24.0);
    /// assert_eq!(Matrix::<D<3>, D<3>>::ones().det()?, 0.0);
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite.
    pub fn det(&self) -> Result<T, LinalgError>
    where
        R: SquareWith<C>,
    {
        let mut lu = zeroed::<CompleteLu<R, T>>();
        lu.try_factor(self.cast())
            .map_err(|problem| problem.of("det"))?;
        Ok(lu.det())
    }
}
