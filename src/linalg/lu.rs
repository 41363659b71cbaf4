//! P A = L U, by elimination with partial pivoting.

use core::fmt;

use super::elimination::{diagonal_product, eliminate, invert_lower, is_odd, permute_columns};
use super::triangular::{Diagonal, lower, lower_transposed, upper, upper_transposed};
use super::{LinalgError, Problem, RightSide};
use crate::Element;
use crate::dim::Dim;
use crate::linalg::rows::{check_finite, check_range, swap_rows};
use crate::tensor::{Matrix, SquareWith, Tensor};
use crate::zeroed::{zeroed, zeroed_parts};

/// P A = L U: L lower triangular with ones on its diagonal, U upper triangular, P a permutation of rows.
///
/// Partial pivoting (Golub and Van Loan, *Matrix Computations*, 4th ed., algorithm 3.4.1), (2/3) N³ operations. As in
/// LAPACK, a matrix is singular if a pivot is exactly 0; how close to singular another is, [`Matrix::cond`] tells.
///
/// ```
/// use typograd::linalg::Lu;
/// use typograd::prelude::*;
///
/// let a = Matrix::<D<2>, D<2>>::from([[1.0, 3.0], [2.0, 4.0]]);
/// let lu = Lu::new(&a)?; // once, for many right sides
/// assert_eq!(lu.solve(&Vector::from([4.0, 6.0]))?, Vector::from([1.0, 1.0]));
/// assert_eq!(lu.solve_transposed(&Vector::from([3.0, 7.0]))?, Vector::from([1.0, 1.0]));
/// assert_eq!(lu.p() * &a, lu.l() * lu.u());
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
///
/// A large one is a [`boxed`](crate::boxed) of its type, or a `static`, and [`factor`](Lu::factor) works in place. One of zero
/// bytes holds no factors yet.
pub struct Lu<N: Dim, T: Element = f32> {
    /// U, and L below the diagonal.
    factors: Matrix<N, N, T>,
    /// The row that each row was exchanged with, in this order.
    pivots: Tensor<(N,), usize>,
}

zeroed_parts!(Lu[N: Dim, T: Element][N, T] { factors, pivots });

/// P A = L U in place of A, n × n; the pivots are the rows exchanged.
fn factor<T: Element>(n: usize, a: &mut [T], pivots: &mut [usize]) -> Result<(), Problem> {
    for k in 0..n {
        let mut best = k;
        for i in k + 1..n {
            if a[i * n + k].abs() > a[best * n + k].abs() {
                best = i;
            }
        }
        pivots[k] = best;
        if a[best * n + k] == T::zero() {
            return Err(Problem::Singular { pivot: k });
        }
        swap_rows(a, n, k, best);
        eliminate(n, a, k);
    }
    Ok(())
}

impl<N: Dim, T: Element> Lu<N, T> {
    /// Factors a matrix.
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the matrix is singular.
    pub fn new(a: &Matrix<N, N, T>) -> Result<Self, LinalgError> {
        let mut lu = zeroed::<Self>();
        lu.factor(a)?;
        Ok(lu)
    }

    /// Factors a matrix in place of what was factored before.
    ///
    /// ```
    /// use typograd::linalg::Lu;
    /// use typograd::{boxed, prelude::*};
    ///
    /// let mut lu: Box<Lu<D<100>>> = boxed();
    /// lu.factor(&(Matrix::identity() * 2.0))?;
    /// assert_eq!(lu.det(), 2_f32.powi(100));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the matrix is singular; the factors are then of no use.
    pub fn factor(&mut self, a: &Matrix<N, N, T>) -> Result<(), LinalgError> {
        self.try_factor(a).map_err(|problem| problem.of("lu"))
    }

    pub(crate) fn try_factor(&mut self, a: &Matrix<N, N, T>) -> Result<(), Problem> {
        check_finite(a.as_slice(), N::LEN)?;
        self.factors.clone_from(a);
        let pivots = self.pivots.as_mut_slice();
        factor(N::LEN, self.factors.as_mut_slice(), pivots)
    }

    /// L, with ones on its diagonal.
    pub fn l(&self) -> Matrix<N, N, T> {
        Matrix::from_fn(|(i, j)| match i.cmp(&j) {
            core::cmp::Ordering::Less => T::zero(),
            core::cmp::Ordering::Equal => T::one(),
            core::cmp::Ordering::Greater => self.factors[(i, j)],
        })
    }

    /// U.
    pub fn u(&self) -> Matrix<N, N, T> {
        Matrix::from_fn(|(i, j)| {
            if i <= j {
                self.factors[(i, j)]
            } else {
                T::zero()
            }
        })
    }

    /// P, the permutation of rows.
    pub fn p(&self) -> Matrix<N, N, T> {
        let mut p = Matrix::identity();
        permute_columns(N::LEN, p.as_mut_slice(), self.pivots.as_slice());
        p
    }

    /// A⁻¹ b, for a vector or the columns of a matrix.
    ///
    /// # Errors
    ///
    /// If an element of `b` is not finite, or the solution overflows.
    pub fn solve<S: RightSide<N>>(&self, b: &Tensor<S, T>) -> Result<Tensor<S, T>, LinalgError> {
        let mut x = b.clone();
        self.solve_into(b, &mut x)?;
        Ok(x)
    }

    /// x ← A⁻¹ b.
    ///
    /// ```
    /// use typograd::linalg::Lu;
    /// use typograd::prelude::*;
    ///
    /// let (b, mut x) = (Vector::<D<2>>::ones(), Vector::zeros());
    /// Lu::new(&(Matrix::identity() * 2.0))?.solve_into(&b, &mut x)?;
    /// assert_eq!(x, Vector::full(0.5));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`solve`](Lu::solve).
    pub fn solve_into<S: RightSide<N>>(
        &self,
        b: &Tensor<S, T>,
        x: &mut Tensor<S, T>,
    ) -> Result<(), LinalgError> {
        self.try_solve(b, x).map_err(|problem| problem.of("solve"))
    }

    pub(crate) fn try_solve<S: RightSide<N>>(
        &self,
        b: &Tensor<S, T>,
        x: &mut Tensor<S, T>,
    ) -> Result<(), Problem> {
        check_finite(b.as_slice(), S::MATRIX.1)?;
        x.clone_from(b);
        self.substitute(x.as_mut_slice(), S::MATRIX.1);
        check_range(x.as_slice())
    }

    /// A⁻ᵀ b.
    ///
    /// # Errors
    ///
    /// As for [`solve`](Lu::solve).
    pub fn solve_transposed<S: RightSide<N>>(
        &self,
        b: &Tensor<S, T>,
    ) -> Result<Tensor<S, T>, LinalgError> {
        let mut x = b.clone();
        let solved = check_finite(b.as_slice(), S::MATRIX.1).and_then(|()| {
            self.substitute_transposed(x.as_mut_slice(), S::MATRIX.1);
            check_range(x.as_slice())
        });
        solved.map_err(|problem| problem.of("solve_transposed"))?;
        Ok(x)
    }

    /// X ← A⁻¹ X for X of N × k: NaN in, NaN out.
    pub(crate) fn substitute(&self, x: &mut [T], k: usize) {
        for (i, pivot) in self.pivots.as_slice().iter().enumerate() {
            swap_rows(x, k, i, *pivot);
        }
        let factors = self.factors.as_slice();
        lower(N::LEN, factors, Diagonal::Ones, x, k);
        upper(N::LEN, factors, x, k);
    }

    /// X ← A⁻ᵀ X for X of N × k: NaN in, NaN out.
    pub(crate) fn substitute_transposed(&self, x: &mut [T], k: usize) {
        let factors = self.factors.as_slice();
        upper_transposed(N::LEN, factors, x, k);
        lower_transposed(N::LEN, factors, Diagonal::Ones, x, k);
        for (i, pivot) in self.pivots.as_slice().iter().enumerate().rev() {
            swap_rows(x, k, i, *pivot);
        }
    }

    /// A⁻¹, from the factors in (4/3) N³ operations.
    ///
    /// # Errors
    ///
    /// If the inverse overflows.
    pub fn inverse(&self) -> Result<Matrix<N, N, T>, LinalgError> {
        let mut out = Matrix::zeros();
        self.inverse_into(&mut out)?;
        Ok(out)
    }

    /// `out` ← A⁻¹.
    ///
    /// # Errors
    ///
    /// If the inverse overflows.
    pub fn inverse_into(&self, out: &mut Matrix<N, N, T>) -> Result<(), LinalgError> {
        self.scaled_inverse(T::one(), out.as_mut_slice());
        check_range(out.as_slice()).map_err(|problem| problem.of("inverse"))
    }

    /// X ← scale · A⁻¹ = (scale · U⁻¹ L⁻¹) P.
    pub(crate) fn scaled_inverse(&self, scale: T, x: &mut [T]) {
        let (n, factors) = (N::LEN, self.factors.as_slice());
        invert_lower(n, factors, scale, x);
        upper(n, factors, x, n);
        permute_columns(n, x, self.pivots.as_slice());
    }

    /// det A. It may overflow where [`ln_abs_det`](Lu::ln_abs_det) does not.
    pub fn det(&self) -> T {
        let magnitude = diagonal_product(N::LEN, self.factors.as_slice(), N::LEN);
        if self.is_odd() { -magnitude } else { magnitude }
    }

    /// ln |det A|.
    pub fn ln_abs_det(&self) -> T {
        diagonal(N::LEN, self.factors.as_slice())
            .map(|x| x.abs().ln())
            .sum()
    }

    /// The sign of det A: 1 or −1.
    pub fn sign(&self) -> T {
        let negative = diagonal(N::LEN, self.factors.as_slice()).filter(|x| *x < T::zero());
        if (negative.count() % 2 == 1) == self.is_odd() {
            T::one()
        } else {
            -T::one()
        }
    }

    fn is_odd(&self) -> bool {
        is_odd(self.pivots.as_slice())
    }
}

/// The diagonal of an n × n matrix.
fn diagonal<T: Element>(n: usize, a: &[T]) -> impl Iterator<Item = T> {
    a.iter().step_by(n + 1).copied()
}

impl<N: Dim, T: Element> Clone for Lu<N, T> {
    fn clone(&self) -> Self {
        let mut copy = zeroed::<Self>();
        copy.factors.clone_from(&self.factors);
        let pivots = self.pivots.as_slice();
        copy.pivots.as_mut_slice().copy_from_slice(pivots);
        copy
    }
}

impl<N: Dim, T: Element> fmt::Debug for Lu<N, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lu")
            .field("factors", &self.factors)
            .field("pivots", &self.pivots.as_slice())
            .finish()
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The factors of P A = L U; [`Lu`] has an example.
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the matrix is singular.
    pub fn lu(&self) -> Result<Lu<R, T>, LinalgError>
    where
        R: SquareWith<C>,
    {
        Lu::new(self.cast())
    }
}
