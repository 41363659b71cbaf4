//! Transposes: views, and copies.

use core::fmt;

use super::{Matrix, RowVector, Vector};
use crate::Element;
use crate::dim::Dim;
use crate::shape::Row;

/// A view of a matrix of `R` rows and `C` columns as its transpose: `w.t()` is C × R, and nothing is copied.
///
/// ```
/// use typograd::prelude::*;
///
/// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// let view = m.t();
/// assert_eq!(view.to_matrix()[(2, 1)], 6.0); // row 2, column 1 of the transpose
/// assert_eq!(view.t(), &m);
/// ```
#[derive(Clone, Copy)]
pub struct Transposed<'a, R: Dim, C: Dim, T: Element = f32>(pub(super) &'a Matrix<R, C, T>);

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The transpose as a view, for use in a product.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// dims! { Pixels = 3; Hidden = 2; }
    ///
    /// let w: Matrix<Hidden, Pixels> = Matrix::ones();
    /// let delta: Vector<Hidden> = Vector::from([1.0, 2.0]);
    /// let dx: Vector<Pixels> = w.t() * &delta; // Wᵀ δ
    /// assert_eq!(dx, Vector::from([3.0, 3.0, 3.0]));
    /// ```
    pub fn t(&self) -> Transposed<'_, R, C, T> {
        Transposed(self)
    }
}

impl<'a, R: Dim, C: Dim, T: Element> Transposed<'a, R, C, T> {
    /// The matrix itself again: (Aᵀ)ᵀ = A.
    pub fn t(self) -> &'a Matrix<R, C, T> {
        self.0
    }
}

/// Prints as the transpose.
impl<R: Dim, C: Dim, T: Element> fmt::Display for Transposed<'_, R, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_matrix(), f)
    }
}

impl<R: Dim, C: Dim, T: Element> fmt::Debug for Transposed<'_, R, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_matrix(), f)
    }
}

impl<R: Dim, C: Dim, T: Element> Transposed<'_, R, C, T> {
    /// The transpose as a matrix of its own.
    pub fn to_matrix(self) -> Matrix<C, R, T> {
        self.0.transpose()
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The transpose as a matrix of its own.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(m.transpose(), Matrix::from([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]));
    /// ```
    pub fn transpose(&self) -> Matrix<C, R, T> {
        let mut out = Matrix::zeros();
        self.transpose_into(&mut out);
        out
    }

    /// Writes the transpose into `out`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// let mut out = Matrix::zeros();
    /// m.transpose_into(&mut out);
    /// assert_eq!(out, Matrix::from([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]));
    /// ```
    pub fn transpose_into(&self, out: &mut Matrix<C, R, T>) {
        for (i, row) in self.rows().enumerate() {
            for (j, x) in row.iter().enumerate() {
                out[(j, i)] = *x;
            }
        }
    }
}

impl<N: Dim, T> Vector<N, T> {
    /// The vector lying down, in place: `x.t() * &a` is a row vector, `x.t() * &y` a number, `&x * y.t()` a matrix.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<2>>::from([1.0, 2.0]);
    /// assert_eq!(x.t() * &x, 5.0); // xᵀ x
    /// assert_eq!(&x * x.t(), Matrix::from([[1.0, 2.0], [2.0, 4.0]])); // x xᵀ
    /// ```
    pub fn t(&self) -> &RowVector<N, T> {
        self.cast::<Row<N>>()
    }
}

impl<N: Dim, T> RowVector<N, T> {
    /// The row vector standing up, in place.
    pub fn t(&self) -> &Vector<N, T> {
        self.cast::<(N,)>()
    }
}
