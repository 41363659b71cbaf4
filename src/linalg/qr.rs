//! A = Q R, by Householder reflections.

use super::{LinalgError, Problem, RightSide};
use crate::Element;
use crate::dim::{Dim, Shorter};
use crate::kernel::vector::vectorised;
use crate::linalg::rows::{check_finite, check_range, subtract};
use crate::linalg::triangular::upper;
use crate::tensor::{Matrix, Tensor, Vector};
use crate::zeroed::{zeroed, zeroed_parts};

/// A = Q R: orthonormal columns in Q, as many as the shorter side of A is long, and R upper triangular.
///
/// Householder reflections (Golub and Van Loan, *Matrix Computations*, 4th ed., algorithm 5.2.1), which are kept in place of what
/// they make zero.
///
/// ```
/// use typograd::linalg::Qr;
/// use typograd::prelude::*;
///
/// let a = Matrix::<D<3>, D<2>, f64>::from([[3.0, 1.0], [4.0, 2.0], [0.0, 5.0]]);
/// let qr = Qr::new(&a)?;
/// assert!((qr.q() * qr.r()).is_close(&a, 1e-14));
/// assert!(qr.q().transpose().is_orthogonal(1e-14));
/// // The x for which ‖A x − b‖ is smallest.
/// let x = qr.least_squares(&Vector::from([4.0, 6.0, 5.0]))?;
/// assert!(x.is_close(&Vector::from([1.0, 1.0]), 1e-14));
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Qr<R: Dim, C: Dim, T: Element = f32> {
    /// R, and below its diagonal each reflection's vector v, whose first element is 1.
    factors: Matrix<R, C, T>,
    /// The τ of each reflection I − τ v vᵀ.
    tau: Vector<Shorter<R, C>, T>,
}

zeroed_parts!(Qr[R: Dim, C: Dim, T: Element][R, C, T] { factors, tau });

/// B ← (I − τ v vᵀ) B for columns `from` to the end of B, of `width` columns; v is in column `k` of `a`, of `columns`, and so
/// are the rows of B from `k` on. `work` is as long as B is wide.
fn reflect<T: Element>(
    (a, columns): (&[T], usize),
    (k, tau): (usize, T),
    (b, width): (&mut [T], usize),
    work: &mut [T],
) {
    vectorised::<T>(|| {
        let (first, below) = b[k * width..].split_at_mut(width);
        let vector = a[(k + 1) * columns..]
            .chunks_exact(columns)
            .map(|row| row[k]);
        work.copy_from_slice(first);
        for (v, row) in vector.clone().zip(below.chunks_exact(width)) {
            subtract(work, -v, row);
        }
        subtract(first, tau, work);
        for (v, row) in vector.zip(below.chunks_exact_mut(width)) {
            subtract(row, tau * v, work);
        }
    });
}

/// Makes column `k` of `a`, from row `k` on, a multiple of the first unit vector: the τ of the reflection, whose v lies below.
fn eliminate<T: Element>(a: &mut [T], columns: usize, k: usize) -> T {
    let column = || (k * columns + k..a.len()).step_by(columns);
    let largest = column().fold(T::zero(), |largest, at| largest.max(a[at].abs()));
    if largest == T::zero() {
        return T::zero();
    }
    // A power of two scales without rounding.
    let scale = largest.log2().floor().exp2();
    let squares: T = column().map(|at| (a[at] / scale) * (a[at] / scale)).sum();
    let norm = squares.sqrt() * scale;
    let first = a[k * columns + k];
    let image = if first < T::zero() { norm } else { -norm };
    let below = k * columns + k + columns;
    for at in (below..a.len()).step_by(columns) {
        a[at] /= first - image;
    }
    a[k * columns + k] = image;
    (image - first) / image
}

/// The reflections of A, of rows × columns, in its place.
fn factor<T: Element>((rows, columns): (usize, usize), a: &mut [T], tau: &mut [T], work: &mut [T]) {
    for k in 0..rows.min(columns) {
        tau[k] = eliminate(a, columns, k);
        let tau = tau[k];
        let width = columns - k - 1;
        let work = &mut work[..width];
        vectorised::<T>(|| {
            let (above, below) = a.split_at_mut((k + 1) * columns);
            let first = &mut above[k * columns + k + 1..];
            work.copy_from_slice(first);
            for row in below.chunks_exact(columns) {
                subtract(work, -row[k], &row[k + 1..]);
            }
            subtract(first, tau, work);
            for row in below.chunks_exact_mut(columns) {
                let factor = tau * row[k];
                subtract(&mut row[k + 1..], factor, work);
            }
        });
    }
}

impl<R: Dim, C: Dim, T: Element> Qr<R, C, T> {
    /// Factors a matrix.
    ///
    /// # Errors
    ///
    /// If an element is not finite, or a factor overflows.
    pub fn new(a: &Matrix<R, C, T>) -> Result<Self, LinalgError> {
        let mut qr = zeroed::<Self>();
        qr.factor(a)?;
        Ok(qr)
    }

    /// Factors a matrix in place of what was factored before.
    ///
    /// # Errors
    ///
    /// As for [`new`](Qr::new); the factors are then of no use.
    pub fn factor(&mut self, a: &Matrix<R, C, T>) -> Result<(), LinalgError> {
        self.try_factor(a).map_err(|problem| problem.of("qr"))
    }

    fn try_factor(&mut self, a: &Matrix<R, C, T>) -> Result<(), Problem> {
        check_finite(a.as_slice(), C::LEN)?;
        self.factors.clone_from(a);
        let mut work = Vector::<C, T>::zeros();
        let (factors, tau) = (self.factors.as_mut_slice(), self.tau.as_mut_slice());
        factor((R::LEN, C::LEN), factors, tau, work.as_mut_slice());
        check_range(factors)
    }

    /// Q, of R rows.
    pub fn q(&self) -> Matrix<R, Shorter<R, C>, T> {
        let mut q = Matrix::zeros();
        let width = <Shorter<R, C> as Dim>::LEN;
        for i in 0..width {
            q[(i, i)] = T::one();
        }
        let mut work = Vector::<Shorter<R, C>, T>::zeros();
        for (k, tau) in self.tau.iter().enumerate().rev() {
            let (a, b) = (self.factors.as_slice(), q.as_mut_slice());
            reflect((a, C::LEN), (k, *tau), (b, width), work.as_mut_slice());
        }
        q
    }

    /// R, the triangular factor, of C columns.
    pub fn r(&self) -> Matrix<Shorter<R, C>, C, T> {
        Matrix::from_fn(|(i, j)| {
            if i <= j {
                self.factors[(i, j)]
            } else {
                T::zero()
            }
        })
    }

    /// The x for which ‖A x − b‖ is smallest, for a vector `b` or each column of a matrix, where A has full column rank.
    ///
    /// # Errors
    ///
    /// If an element of `b` is not finite, a number on R's diagonal is 0 or there are fewer rows than columns, or the
    /// solution overflows.
    pub fn least_squares<S: RightSide<R>>(
        &self,
        b: &Tensor<S, T>,
    ) -> Result<Tensor<S::Solution<C>, T>, LinalgError> {
        let mut x = Tensor::zeros();
        self.try_least_squares(b, &mut x)
            .map_err(|problem| problem.of("least_squares"))?;
        Ok(x)
    }

    fn try_least_squares<S: RightSide<R>>(
        &self,
        b: &Tensor<S, T>,
        x: &mut Tensor<S::Solution<C>, T>,
    ) -> Result<(), Problem> {
        let (n, width) = (C::LEN, S::MATRIX.1);
        check_finite(b.as_slice(), width)?;
        let factors = self.factors.as_slice();
        let is_zero = |k: &usize| factors.get(k * (n + 1)).is_none_or(|x| *x == T::zero());
        if let Some(pivot) = (0..n).find(is_zero) {
            return Err(Problem::Singular { pivot });
        }
        let mut image = b.clone();
        let image = image.as_mut_slice();
        let mut work = Tensor::<S::Solution<C>, T>::zeros();
        for (k, tau) in self.tau.iter().enumerate() {
            let work = &mut work.as_mut_slice()[..width];
            reflect((factors, n), (k, *tau), (image, width), work);
        }
        x.as_mut_slice().copy_from_slice(&image[..n * width]);
        upper(n, &factors[..n * n], x.as_mut_slice(), width);
        check_range(x.as_slice())
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The factors of A = Q R; [`Qr`] has an example.
    ///
    /// # Errors
    ///
    /// If an element is not finite, or a factor overflows.
    pub fn qr(&self) -> Result<Qr<R, C, T>, LinalgError> {
        Qr::new(self)
    }
}
