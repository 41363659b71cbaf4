//! A = U Σ Vᵀ, for any matrix.

use super::jacobi::{Rotation, sweep};
use super::{LinalgError, Problem};
use crate::Element;
use crate::dim::{Dim, Shorter};
use crate::kernel::Store;
use crate::linalg::rows::{
    check_finite, check_range, dot, rotate, scale_of, swap_rows, transpose, two_rows,
};
use crate::tensor::{Matrix, Transposed, Vector};
use crate::zeroed::{zeroed, zeroed_parts};

/// A = U Σ Vᵀ: the singular values σ₁ ≥ σ₂ ≥ … ≥ 0, as many as the shorter side of A is long, and orthonormal columns in U
/// and V.
///
/// The one-sided Jacobi method (Golub and Van Loan, *Matrix Computations*, 4th ed., section 8.6.3), which finds small
/// singular values of graded matrices, too (Demmel and Veselić 1992). The factors are all its memory.
///
/// ```
/// use typograd::linalg::Svd;
/// use typograd::prelude::*;
///
/// let a = Matrix::<D<3>, D<2>>::from([[0.0, 2.0], [3.0, 0.0], [0.0, 0.0]]);
/// let svd = Svd::new(&a)?;
/// assert_eq!(svd.values(), &Vector::from([3.0, 2.0]));
/// let sigma = Diagonal::new(svd.values().clone());
/// assert_eq!(svd.u() * &sigma * svd.vt(), a);
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Svd<R: Dim, C: Dim, T: Element = f32> {
    values: Vector<Shorter<R, C>, T>,
    ut: Matrix<Shorter<R, C>, R, T>,
    vt: Matrix<Shorter<R, C>, C, T>,
}

zeroed_parts!(Svd[R: Dim, C: Dim, T: Element][R, C, T] { values, ut, vt });

/// Turns the rows of `long`, k of `length`, until they are orthogonal; what turns them is multiplied to `turned`, k × k,
/// if there is one. Then the rows' norms are the singular values, in descending order.
fn orthogonalise<T: Element>(
    (k, length): (usize, usize),
    long: &mut [T],
    turned: &mut [T],
    values: &mut [T],
) -> Result<(), Problem> {
    let scale = scale_of(long);
    for x in &mut *long {
        *x /= scale;
    }
    let tolerance = T::epsilon() * T::from_f64(length as f64).sqrt();
    // The squares of shorter rows have few digits, or none; what is left of dependent rows becomes as short.
    let shortest = (T::min_positive_value() / T::epsilon()).sqrt();
    sweep(k, |p, q, always| {
        let (first, second) = two_rows(long, length, p, q);
        let (above, off, below) = (dot(first, first), dot(first, second), dot(second, second));
        if above.min(below) <= shortest * shortest {
            return false;
        }
        let turns = off.abs() > tolerance * above.sqrt() * below.sqrt();
        if !turns && !always {
            return false;
        }
        let Some(rotation) = Rotation::diagonalising(below - above, off) else {
            return false;
        };
        rotate(first, second, rotation.cosine, rotation.sine);
        if !turned.is_empty() {
            let (first, second) = two_rows(turned, k, p, q);
            rotate(first, second, rotation.cosine, rotation.sine);
        }
        turns
    })?;
    for (row, value) in long.chunks_exact(length).zip(&mut *values) {
        *value = crate::tensor::norm(row);
    }
    for i in 0..k {
        let most = (i..k).fold(i, |most, j| if values[j] > values[most] { j } else { most });
        values.swap(i, most);
        swap_rows(long, length, i, most);
        if !turned.is_empty() {
            swap_rows(turned, k, i, most);
        }
    }
    // Rows that may not have been compared with others have no direction.
    let compared = shortest + shortest;
    let sound = values.iter().take_while(|x| **x > compared).count();
    for (row, value) in long.chunks_exact_mut(length).zip(&*values).take(sound) {
        for x in row {
            *x /= *value;
        }
    }
    complete(length, sound, long);
    for value in &mut *values {
        *value *= scale;
    }
    check_range(values)
}

/// Makes rows orthonormal from row `from` on, those before being so already.
pub(super) fn complete<T: Element>(length: usize, from: usize, rows: &mut [T]) {
    for i in from..rows.len() / length {
        let (above, rest) = rows.split_at_mut(i * length);
        let here = &mut rest[..length];
        // The unit vector that is farthest from the rows above.
        let covered =
            |j: usize| -> T { above.chunks_exact(length).map(|row| row[j] * row[j]).sum() };
        let mut farthest = (0, covered(0));
        for j in 1..length {
            let covered = covered(j);
            if covered < farthest.1 {
                farthest = (j, covered);
            }
        }
        here.fill(T::zero());
        here[farthest.0] = T::one();
        // Once is not enough where little is left, and twice is (Kahan, in Parlett 1980).
        for _ in 0..2 {
            for above in above.chunks_exact(length) {
                let along = dot(above, here);
                crate::kernel::vector::copy(above, here, Store::add().times(-along));
            }
        }
        let norm = crate::tensor::norm(here);
        for x in here {
            *x /= norm;
        }
    }
}

fn set_identity<T: Element>(n: usize, a: &mut [T]) {
    a.fill(T::zero());
    for x in a.iter_mut().step_by(n + 1) {
        *x = T::one();
    }
}

impl<R: Dim, C: Dim, T: Element> Svd<R, C, T> {
    /// Factors a matrix.
    ///
    /// # Errors
    ///
    /// If an element is not finite.
    pub fn new(a: &Matrix<R, C, T>) -> Result<Self, LinalgError> {
        let mut svd = zeroed::<Self>();
        svd.factor(a)?;
        Ok(svd)
    }

    /// Factors a matrix in place of what was factored before.
    ///
    /// # Errors
    ///
    /// If an element is not finite; the factors are then of no use.
    pub fn factor(&mut self, a: &Matrix<R, C, T>) -> Result<(), LinalgError> {
        self.try_factor(a).map_err(|problem| problem.of("svd"))
    }

    pub(crate) fn try_factor(&mut self, a: &Matrix<R, C, T>) -> Result<(), Problem> {
        check_finite(a.as_slice(), C::LEN)?;
        let (ut, vt) = (self.ut.as_mut_slice(), self.vt.as_mut_slice());
        let values = self.values.as_mut_slice();
        if R::LEN >= C::LEN {
            transpose((R::LEN, C::LEN), a.as_slice(), ut, Store::set());
            set_identity(C::LEN, vt);
            orthogonalise((C::LEN, R::LEN), ut, vt, values)
        } else {
            vt.copy_from_slice(a.as_slice());
            set_identity(R::LEN, ut);
            orthogonalise((R::LEN, C::LEN), vt, ut, values)
        }
    }

    /// The singular values, in descending order.
    pub fn values(&self) -> &Vector<Shorter<R, C>, T> {
        &self.values
    }

    /// U, whose columns are the left singular vectors.
    pub fn u(&self) -> Transposed<'_, Shorter<R, C>, R, T> {
        self.ut.t()
    }

    /// Uᵀ, whose rows are the left singular vectors.
    pub fn ut(&self) -> &Matrix<Shorter<R, C>, R, T> {
        &self.ut
    }

    /// V, whose columns are the right singular vectors.
    pub fn v(&self) -> Transposed<'_, Shorter<R, C>, C, T> {
        self.vt.t()
    }

    /// Vᵀ, whose rows are the right singular vectors.
    pub fn vt(&self) -> &Matrix<Shorter<R, C>, C, T> {
        &self.vt
    }

    /// The singular value above which the others count: ε · max(R, C) · σ₁, as in NumPy's `matrix_rank`.
    pub fn tolerance(&self) -> T {
        tolerance::<R, C, T>(self.values.as_slice())
    }

    /// The number of singular values above the [`tolerance`](Svd::tolerance).
    pub fn rank(&self) -> usize {
        rank::<R, C, T>(self.values.as_slice())
    }
}

fn tolerance<R: Dim, C: Dim, T: Element>(values: &[T]) -> T {
    T::epsilon() * T::from_f64(R::LEN.max(C::LEN) as f64) * values[0]
}

pub(super) fn rank<R: Dim, C: Dim, T: Element>(values: &[T]) -> usize {
    let tolerance = tolerance::<R, C, T>(values);
    values.iter().take_while(|x| **x > tolerance).count()
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The factors of A = U Σ Vᵀ; [`Svd`] has an example.
    ///
    /// # Errors
    ///
    /// If an element is not finite.
    pub fn svd(&self) -> Result<Svd<R, C, T>, LinalgError> {
        Svd::new(self)
    }

    /// The singular values, in descending order: as many as the shorter side is long.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Matrix::<D<2>, D<3>>::from([[0.0, 3.0, 0.0], [4.0, 0.0, 0.0]]);
    /// assert_eq!(a.singular_values()?, Vector::<D<2>>::from([4.0, 3.0]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite.
    pub fn singular_values(&self) -> Result<Vector<Shorter<R, C>, T>, LinalgError> {
        self.values_for("singular_values")
    }

    /// The singular values, for an operation of this name.
    pub(super) fn values_for(
        &self,
        operation: &'static str,
    ) -> Result<Vector<Shorter<R, C>, T>, LinalgError> {
        let mut values = Vector::zeros();
        let found = check_finite(self.as_slice(), C::LEN).and_then(|()| {
            let into = values.as_mut_slice();
            if R::LEN >= C::LEN {
                let mut columns = self.transpose();
                orthogonalise((C::LEN, R::LEN), columns.as_mut_slice(), &mut [], into)
            } else {
                let mut rows = self.clone();
                orthogonalise((R::LEN, C::LEN), rows.as_mut_slice(), &mut [], into)
            }
        });
        found.map_err(|problem| problem.of(operation))?;
        Ok(values)
    }
}
