//! Diagonal matrices.

use core::ops::Mul;

use super::{Matrix, Vector};
use crate::Element;
use crate::dim::Dim;

/// A diagonal matrix, kept as its diagonal.
///
/// The Jacobian of an element-wise function is diagonal, and a diagonal Jacobian times a vector *is* the Hadamard
/// product: diag(d) v = d ⊙ v, which is why backpropagation writes δ ⊙ σ′(z) and never forms the matrix.
///
/// ```
/// use typograd::prelude::*;
///
/// let z = Vector::<D<3>>::from([-1.0, 0.5, 2.0]);
/// let delta = Vector::<D<3>>::from([1.0, 2.0, 3.0]);
///
/// let slopes = z.map(|z| if z > 0.0 { 1.0 } else { 0.0 });
/// let jacobian = Diagonal::new(slopes.clone()); // ∂relu(z)/∂z
///
/// assert_eq!(&jacobian * &delta, slopes.hadamard(&delta));
/// assert_eq!(&jacobian * &delta, jacobian.to_matrix() * &delta);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Diagonal<N: Dim, T: Element = f32>(Vector<N, T>);

crate::zeroed::zeroed_parts!(Diagonal[N: Dim, T: Element][N, T] { 0 });

impl<N: Dim, T: Element> Diagonal<N, T> {
    /// The diagonal matrix with this diagonal.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let d = Diagonal::<D<2>>::new(Vector::from([2.0, 3.0]));
    /// assert_eq!(d.vector(), &Vector::from([2.0, 3.0]));
    /// ```
    pub fn new(diagonal: Vector<N, T>) -> Self {
        Self(diagonal)
    }

    /// The diagonal.
    pub fn vector(&self) -> &Vector<N, T> {
        &self.0
    }

    /// The diagonal, to be changed.
    pub fn vector_mut(&mut self) -> &mut Vector<N, T> {
        &mut self.0
    }

    /// The whole matrix, zeros and all.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let d = Diagonal::<D<2>>::new(Vector::from([2.0, 3.0]));
    /// assert_eq!(d.to_matrix(), Matrix::from([[2.0, 0.0], [0.0, 3.0]]));
    /// ```
    pub fn to_matrix(&self) -> Matrix<N, N, T> {
        let mut out = Matrix::zeros();
        for (i, d) in self.0.iter().enumerate() {
            out[(i, i)] = *d;
        }
        out
    }

    /// The transpose, which is the matrix itself.
    pub fn t(&self) -> &Self {
        self
    }
}

/// What may stand on the right of `*` when the left is a diagonal matrix of length `N`: a vector of length `N`, a matrix
/// of `N` rows, another diagonal matrix, or a number.
///
/// ```
/// use typograd::prelude::*;
///
/// let d = Diagonal::<D<2>>::new(Vector::from([2.0, 3.0]));
/// assert_eq!(&d * Vector::from([5.0, 7.0]), Vector::from([10.0, 21.0]));
/// assert_eq!(&d * Matrix::<_, D<2>>::ones(), Matrix::from([[2.0, 2.0], [3.0, 3.0]])); // rows
/// assert_eq!((&d * &d * 10.0).vector(), &Vector::from([40.0, 90.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "cannot multiply: the diagonal matrix on the left has length `{N}`, the right side is `{Self}`",
    label = "the first dimension of this must be `{N}`"
)]
pub trait DiagonalRhs<N: Dim, T: Element> {
    /// The type of the product.
    type Out;
    /// `left * self`.
    #[doc(hidden)]
    fn after_diagonal(self, left: &Diagonal<N, T>) -> Self::Out;
}

#[diagnostic::do_not_recommend]
impl<N: Dim, T: Element> DiagonalRhs<N, T> for &Vector<N, T> {
    type Out = Vector<N, T>;

    fn after_diagonal(self, left: &Diagonal<N, T>) -> Vector<N, T> {
        left.0.hadamard(self)
    }
}

#[diagnostic::do_not_recommend]
impl<N: Dim, K: Dim, T: Element> DiagonalRhs<N, T> for &Matrix<N, K, T> {
    type Out = Matrix<N, K, T>;

    fn after_diagonal(self, left: &Diagonal<N, T>) -> Matrix<N, K, T> {
        let mut out = self.clone();
        for (row, d) in out.rows_mut().zip(&left.0) {
            *row *= *d;
        }
        out
    }
}

#[diagnostic::do_not_recommend]
impl<N: Dim, T: Element> DiagonalRhs<N, T> for &Diagonal<N, T> {
    type Out = Diagonal<N, T>;

    fn after_diagonal(self, left: &Diagonal<N, T>) -> Diagonal<N, T> {
        Diagonal(left.0.hadamard(&self.0))
    }
}

#[diagnostic::do_not_recommend]
impl<N: Dim, T: Element> DiagonalRhs<N, T> for T {
    type Out = Diagonal<N, T>;

    fn after_diagonal(self, left: &Diagonal<N, T>) -> Diagonal<N, T> {
        Diagonal(left.0.clone().scaled(self))
    }
}

macro_rules! owned_right {
    ($(($($dim:ident),*) $right:ty;)*) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($dim: Dim,)* T: Element> DiagonalRhs<N, T> for $right {
            type Out = Self;

            fn after_diagonal(self, left: &Diagonal<N, T>) -> Self {
                (&self).after_diagonal(left)
            }
        })*
    };
}

owned_right! {
    (N) Vector<N, T>;
    (N, K) Matrix<N, K, T>;
    (N) Diagonal<N, T>;
}

impl<N: Dim, T: Element, X: DiagonalRhs<N, T>> Mul<X> for &Diagonal<N, T> {
    type Output = X::Out;

    fn mul(self, right: X) -> X::Out {
        right.after_diagonal(self)
    }
}

impl<N: Dim, T: Element, X: DiagonalRhs<N, T>> Mul<X> for Diagonal<N, T> {
    type Output = X::Out;

    fn mul(self, right: X) -> X::Out {
        right.after_diagonal(&self)
    }
}

impl<N: Dim, T: Element> Matrix<N, N, T> {
    /// The diagonal as a vector.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(m.diagonal(), Vector::from([1.0, 4.0]));
    /// ```
    pub fn diagonal(&self) -> Vector<N, T> {
        Vector::from_fn(|i| self[(i, i)])
    }
}
