//! What the singular values tell: rank, condition, null space.

use super::svd::{complete, rank};
use super::{LinalgError, Svd};
use crate::Element;
use crate::dim::Dim;
use crate::tensor::{Batch, Matrix};

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The numerical rank: the number of singular values above ε · max(R, C) · σ₁, as in NumPy.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Matrix::<D<3>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]);
    /// assert_eq!(a.rank()?, 2); // the rows differ by the same
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite.
    pub fn rank(&self) -> Result<usize, LinalgError> {
        Ok(rank::<R, C, T>(self.values_for("rank")?.as_slice()))
    }

    /// The condition number σ₁/σₖ in the Euclidean norm; infinite if the rank is less than the shorter side.
    ///
    /// A solution of A x = b may have a relative error of ε times that.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Matrix::<D<2>, D<2>>::from([[0.0, 10.0], [2.0, 0.0]]).cond()?, 5.0);
    /// assert_eq!(Matrix::<D<2>, D<2>>::zeros().cond()?, f32::INFINITY);
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite.
    pub fn cond(&self) -> Result<T, LinalgError> {
        let values = self.values_for("cond")?;
        let (values, last) = (values.as_slice(), values.as_slice().len() - 1);
        Ok(if values[last] == T::zero() {
            T::infinity()
        } else {
            values[0] / values[last]
        })
    }

    /// An orthonormal basis of the null space {x : A x = 0}: C − rank vectors, with the numerical [`rank`](Self::rank).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Matrix::<D<2>, D<3>, f64>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// let null = a.null_space()?;
    /// assert_eq!(null.len(), 1);
    /// assert!((&a * &null[0]).norm() < 1e-14);
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite.
    pub fn null_space(&self) -> Result<Batch<C, (C,), T>, LinalgError> {
        let svd = Svd::new(self).map_err(|error| error.problem.of("null_space"))?;
        let rank = svd.rank();
        // The rows of Vᵀ that count, and what completes them.
        let mut basis = Matrix::<C, C, T>::zeros();
        let found = &svd.vt().as_slice()[..rank * C::LEN];
        basis.as_mut_slice()[..found.len()].copy_from_slice(found);
        complete(C::LEN, rank, basis.as_mut_slice());
        let mut null = Batch::new();
        for row in basis.rows().skip(rank) {
            // There is room for all C.
            let _ = null.push(row.t());
        }
        Ok(null)
    }

    /// Whether the rows are orthonormal, A Aᵀ = I, each element within `tolerance`; a square matrix that is so is orthogonal.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let turn = Matrix::<D<2>, D<2>>::from([[0.6, -0.8], [0.8, 0.6]]);
    /// assert!(turn.is_orthogonal(1e-6));
    /// assert!(!(turn * 2.0).is_orthogonal(1e-6));
    /// ```
    pub fn is_orthogonal(&self, tolerance: T) -> bool {
        self.rows().enumerate().all(|(i, row)| {
            self.rows().take(i + 1).enumerate().all(|(j, other)| {
                let expected = if i == j { T::one() } else { T::zero() };
                (super::rows::dot(row.as_slice(), other.as_slice()) - expected).abs() <= tolerance
            })
        })
    }
}
