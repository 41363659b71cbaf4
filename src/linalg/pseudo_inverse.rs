//! The pseudo-inverse, and least squares.

use super::{LinalgError, Problem, RightSide, Svd};
use crate::Element;
use crate::dim::{Dim, Shorter};
use crate::kernel::Store;
use crate::kernel::product::Layout;
use crate::linalg::rows::{check_finite, check_range, multiply};
use crate::tensor::{Matrix, Tensor};
use crate::zeroed::zeroed;

/// Multiplies rows by the inverses of the singular values, of which only the first `rank` count.
fn divide_rows<T: Element>(rows: &mut [T], values: &[T], rank: usize) {
    let length = rows.len() / values.len();
    for (i, (row, value)) in rows.chunks_exact_mut(length).zip(values).enumerate() {
        for x in row {
            *x = if i < rank { *x / *value } else { T::zero() };
        }
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The Moore–Penrose pseudo-inverse A⁺ = V Σ⁺ Uᵀ; singular values up to ε · max(R, C) · σ₁ count as 0.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Matrix::<D<3>, D<2>>::from([[2.0, 0.0], [0.0, 4.0], [0.0, 0.0]]);
    /// assert_eq!(a.pinv()?, Matrix::from([[0.5, 0.0, 0.0], [0.0, 0.25, 0.0]]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the pseudo-inverse overflows.
    pub fn pinv(&self) -> Result<Matrix<C, R, T>, LinalgError> {
        let mut out = Matrix::zeros();
        self.pinv_into(&mut out)?;
        Ok(out)
    }

    /// `out` ← A⁺; see [`pinv`](Self::pinv).
    ///
    /// # Errors
    ///
    /// As for [`pinv`](Self::pinv).
    pub fn pinv_into(&self, out: &mut Matrix<C, R, T>) -> Result<(), LinalgError> {
        self.try_pinv(out).map_err(|problem| problem.of("pinv"))
    }

    pub(crate) fn try_pinv(&self, out: &mut Matrix<C, R, T>) -> Result<(), Problem> {
        let mut svd = zeroed::<Svd<R, C, T>>();
        svd.try_factor(self)?;
        let rank = svd.rank();
        let mut vt = svd.vt().clone();
        divide_rows(vt.as_mut_slice(), svd.values().as_slice(), rank);
        let sizes = (C::LEN, R::LEN, <Shorter<R, C> as Dim>::LEN);
        let (left, right) = (vt.as_slice(), svd.ut().as_slice());
        multiply(
            Layout::Tn,
            sizes,
            left,
            right,
            out.as_mut_slice(),
            Store::set(),
        );
        check_range(out.as_slice())
    }

    /// The x of the smallest norm among those for which ‖A x − b‖ is smallest: A⁺ b, for a vector `b` or each column of a
    /// matrix.
    ///
    /// By the singular values, as NumPy's `lstsq`; where A has full column rank, [`Qr`](super::Qr) is quicker.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// // The line through (0, 1), (1, 3) and (2, 5).
    /// let a = Matrix::<D<3>, D<2>, f64>::from([[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]]);
    /// let line = a.least_squares(&Vector::from([1.0, 3.0, 5.0]))?;
    /// assert!(line.is_close(&Vector::from([2.0, 1.0]), 1e-14));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the solution overflows.
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
        let columns = S::MATRIX.1;
        check_finite(b.as_slice(), columns)?;
        let mut svd = zeroed::<Svd<R, C, T>>();
        svd.try_factor(self)?;
        let mut along = Tensor::<S::Solution<Shorter<R, C>>, T>::zeros();
        let along = along.as_mut_slice();
        let k = <Shorter<R, C> as Dim>::LEN;
        let (ut, vt) = (svd.ut().as_slice(), svd.vt().as_slice());
        multiply(
            Layout::Nn,
            (k, columns, R::LEN),
            ut,
            b.as_slice(),
            along,
            Store::set(),
        );
        divide_rows(along, svd.values().as_slice(), svd.rank());
        multiply(
            Layout::Tn,
            (C::LEN, columns, k),
            vt,
            along,
            x.as_mut_slice(),
            Store::set(),
        );
        check_range(x.as_slice())
    }
}
