//! Systems, inverses and determinants of square matrices, by [`Lu`].

use super::{LinalgError, Lu, RightSide};
use crate::Element;
use crate::dim::Dim;
use crate::linalg::rows::check_range;
use crate::tensor::{Matrix, SquareWith, Tensor};
use crate::zeroed::zeroed;

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// A⁻¹ b, for a vector `b` or the columns of a matrix.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Matrix::<D<2>, D<2>>::from([[1.0, 3.0], [2.0, 4.0]]);
    /// assert_eq!(a.solve(&Vector::from([4.0, 6.0]))?, Vector::from([1.0, 1.0]));
    /// let b = Matrix::<D<2>, D<3>>::from([[4.0, 1.0, 3.0], [6.0, 2.0, 4.0]]);
    /// assert_eq!(a.solve(&b)?, Matrix::from([[1.0, 1.0, 0.0], [1.0, 0.0, 1.0]]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite, the matrix is singular, or the solution overflows.
    pub fn solve<S: RightSide<R>>(&self, b: &Tensor<S, T>) -> Result<Tensor<S, T>, LinalgError>
    where
        R: SquareWith<C>,
    {
        let mut x = b.clone();
        let mut lu = zeroed::<Lu<R, T>>();
        lu.try_factor(self.cast())
            .and_then(|()| lu.try_solve(b, &mut x))
            .map_err(|problem| problem.of("solve"))?;
        Ok(x)
    }

    /// A⁻¹, in 2 N³ operations. To solve a system, [`solve`](Self::solve) is quicker and more accurate.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Matrix::<D<2>, D<2>>::from([[0.0, 2.0], [4.0, 0.0]]);
    /// assert_eq!(a.inverse()?, Matrix::from([[0.0, 0.25], [0.5, 0.0]]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite, the matrix is singular, or the inverse overflows.
    pub fn inverse(&self) -> Result<Self, LinalgError>
    where
        R: SquareWith<C>,
    {
        let mut out = Self::zeros();
        self.inverse_into(&mut out)?;
        Ok(out)
    }

    /// `out` ← A⁻¹; see [`inverse`](Self::inverse).
    ///
    /// # Errors
    ///
    /// As for [`inverse`](Self::inverse).
    pub fn inverse_into(&self, out: &mut Self) -> Result<(), LinalgError>
    where
        R: SquareWith<C>,
    {
        let mut lu = zeroed::<Lu<R, T>>();
        lu.try_factor(self.cast())
            .and_then(|()| {
                lu.scaled_inverse(T::one(), out.as_mut_slice());
                check_range(out.as_slice())
            })
            .map_err(|problem| problem.of("inverse"))
    }

    /// ln |det A|, which neither overflows nor vanishes where [`det`](Self::det) does.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Matrix::<D<2>, D<2>, f64>::from([[0.0, 1e200], [1e200, 0.0]]);
    /// assert!((a.ln_abs_det()? - 400.0 * 10_f64.ln()).abs() < 1e-10);
    /// assert_eq!(a.sign_ln_abs_det()?.0, -1.0);
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the matrix is singular.
    pub fn ln_abs_det(&self) -> Result<T, LinalgError>
    where
        R: SquareWith<C>,
    {
        Ok(self.factored("ln_abs_det")?.ln_abs_det())
    }

    /// The sign of det A, 1 or −1, and ln |det A|.
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the matrix is singular.
    pub fn sign_ln_abs_det(&self) -> Result<(T, T), LinalgError>
    where
        R: SquareWith<C>,
    {
        let lu = self.factored("sign_ln_abs_det")?;
        Ok((lu.sign(), lu.ln_abs_det()))
    }

    fn factored(&self, operation: &'static str) -> Result<Lu<R, T>, LinalgError> {
        let mut lu = zeroed::<Lu<R, T>>();
        match lu.try_factor(self.cast()) {
            Ok(()) => Ok(lu),
            Err(problem) => Err(problem.of(operation)),
        }
    }
}
