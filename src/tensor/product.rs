//! Matrix products. What may stand on the right of `*` is a trait for each kind of left side, so that a refusal names
//! the dimensions.

use core::ops::Mul;

use super::{Diagonal, Matrix, RowVector, Transposed, Vector};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::product::{Layout, Nn, Nt, product, product_of};
use crate::kernel::vector;
use crate::kernel::{Known, Size, Store};

/// A dimension's length, as a size the kernels know.
struct Length<D>(core::marker::PhantomData<D>);

impl<D: Dim> Size for Length<D> {
    const SIZE: usize = D::LEN;
}

impl<D: Dim> Length<D> {
    const KNOWN: Known<Self> = Known::new();
}

/// A matrix of `R` rows and `C` columns on the left of a product; it may be stored transposed.
#[doc(hidden)]
#[derive(Debug)]
pub struct Left<'a, R: Dim, C: Dim, T> {
    elements: &'a [T],
    transposed: bool,
    dims: core::marker::PhantomData<(R, C)>,
}

impl<'a, R: Dim, C: Dim, T: Element> Left<'a, R, C, T> {
    fn new(matrix: &'a Matrix<R, C, T>) -> Self {
        Self {
            elements: matrix.as_slice(),
            transposed: false,
            dims: core::marker::PhantomData,
        }
    }

    fn transposed(view: Transposed<'a, C, R, T>) -> Self {
        Self {
            elements: view.0.as_slice(),
            transposed: true,
            dims: core::marker::PhantomData,
        }
    }

    /// A copy in row-major order.
    pub(super) fn to_matrix(&self) -> Matrix<R, C, T> {
        if self.transposed {
            Matrix::<C, R, T>::from_elements(self.elements).transpose()
        } else {
            Matrix::from_elements(self.elements).clone()
        }
    }

    /// The product with a matrix of `C` rows and `K` columns, which may be stored transposed.
    fn times<K: Dim>(&self, right: &[T], right_transposed: bool) -> Matrix<R, K, T> {
        let mut out = Matrix::zeros();
        let (left, into, store) = (self.elements, out.as_mut_slice(), Store::set());
        if self.transposed || right_transposed {
            let layout = Layout::new(self.transposed, right_transposed);
            product(layout, R::LEN, K::LEN, C::LEN, left, right, into, store, ());
        } else {
            let (m, n, k) = (Length::<R>::KNOWN, Length::<K>::KNOWN, Length::<C>::KNOWN);
            product_of::<Nn, T>(m, n, k, left, right, into, store, ());
        }
        out
    }
}

/// What may stand on the right of `*` when the left is a matrix of `C` columns: a vector or a matrix of `C` rows,
/// a transposed view, a [`Diagonal`], or a number.
///
/// ```
/// use typograd::prelude::*;
///
/// let m = Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [3.0, 4.0]]);
/// let d = Diagonal::new(Vector::from([10.0, 100.0]));
/// assert_eq!(&m * Vector::from([1.0, 1.0]), Vector::from([3.0, 7.0]));
/// assert_eq!(&m * m.t(), Matrix::from([[5.0, 11.0], [11.0, 25.0]]));
/// assert_eq!(&m * &d, Matrix::from([[10.0, 200.0], [30.0, 400.0]])); // columns
/// assert_eq!(&m * 2.0, Matrix::from([[2.0, 4.0], [6.0, 8.0]]));
/// ```
#[diagnostic::on_unimplemented(
    message = "cannot multiply: the matrix on the left has `{C}` columns, the right side is `{Self}`",
    label = "the first dimension of this must be `{C}`"
)]
pub trait MulRhs<C: Dim, T> {
    /// The type of the product with a matrix of `R` rows.
    type Out<R: Dim>;
    /// `left * self`.
    #[doc(hidden)]
    fn after<R: Dim>(self, left: &Left<'_, R, C, T>) -> Self::Out<R>;
}

#[diagnostic::do_not_recommend]
impl<C: Dim, T: Element> MulRhs<C, T> for &Vector<C, T> {
    type Out<R: Dim> = Vector<R, T>;

    #[inline]
    fn after<R: Dim>(self, left: &Left<'_, R, C, T>) -> Vector<R, T> {
        // As the row (A x)ᵀ = xᵀ Aᵀ, for whose sizes there is code of their own.
        let mut out = Vector::zeros();
        let (n, k) = (Length::<R>::KNOWN, Length::<C>::KNOWN);
        let (x, a, into, store) = (
            self.as_slice(),
            left.elements,
            out.as_mut_slice(),
            Store::set(),
        );
        if left.transposed {
            product_of::<Nn, T>(1, n, k, x, a, into, store, ());
        } else {
            product_of::<Nt, T>(1, n, k, x, a, into, store, ());
        }
        out
    }
}

#[diagnostic::do_not_recommend]
impl<C: Dim, K: Dim, T: Element> MulRhs<C, T> for &Matrix<C, K, T> {
    type Out<R: Dim> = Matrix<R, K, T>;

    #[inline]
    fn after<R: Dim>(self, left: &Left<'_, R, C, T>) -> Matrix<R, K, T> {
        left.times(self.as_slice(), false)
    }
}

#[diagnostic::do_not_recommend]
impl<C: Dim, K: Dim, T: Element> MulRhs<C, T> for Transposed<'_, K, C, T> {
    type Out<R: Dim> = Matrix<R, K, T>;

    #[inline]
    fn after<R: Dim>(self, left: &Left<'_, R, C, T>) -> Matrix<R, K, T> {
        left.times(self.0.as_slice(), true)
    }
}

#[diagnostic::do_not_recommend]
impl<C: Dim, T: Element> MulRhs<C, T> for &Diagonal<C, T> {
    type Out<R: Dim> = Matrix<R, C, T>;

    fn after<R: Dim>(self, left: &Left<'_, R, C, T>) -> Matrix<R, C, T> {
        let mut out = left.to_matrix();
        for row in out.rows_mut() {
            for (x, d) in row.iter_mut().zip(self.vector()) {
                *x *= *d;
            }
        }
        out
    }
}

/// What may stand on the right of `*` when the left is a row vector of length `N`: a vector, giving a number, a
/// matrix of `N` rows, giving a row vector, or a number.
///
/// ```
/// use typograd::prelude::*;
///
/// let x = Vector::<D<2>>::from([1.0, 2.0]);
/// assert_eq!(x.t() * Vector::from([3.0, 4.0]), 11.0); // 1 · 3 + 2 · 4
/// assert_eq!(x.t() * Matrix::<D<2>, D<2>>::ones(), RowVector::from([3.0, 3.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "cannot multiply: the row vector on the left has length `{N}`, the right side is `{Self}`",
    label = "the first dimension of this must be `{N}`"
)]
pub trait RowMulRhs<N: Dim, T> {
    /// The type of the product.
    type Out;
    /// `left * self`.
    #[doc(hidden)]
    fn after_row(self, left: &RowVector<N, T>) -> Self::Out;
}

#[diagnostic::do_not_recommend]
impl<N: Dim, T: Element> RowMulRhs<N, T> for &Vector<N, T> {
    type Out = T;

    #[inline]
    fn after_row(self, left: &RowVector<N, T>) -> T {
        vector::dot(left.as_slice(), self.as_slice())
    }
}

#[diagnostic::do_not_recommend]
impl<N: Dim, K: Dim, T: Element> RowMulRhs<N, T> for &Matrix<N, K, T> {
    type Out = RowVector<K, T>;

    fn after_row(self, left: &RowVector<N, T>) -> RowVector<K, T> {
        (self.t() * left.t()).t().clone()
    }
}

#[diagnostic::do_not_recommend]
impl<N: Dim, K: Dim, T: Element> RowMulRhs<N, T> for Transposed<'_, K, N, T> {
    type Out = RowVector<K, T>;

    fn after_row(self, left: &RowVector<N, T>) -> RowVector<K, T> {
        (self.0 * left.t()).t().clone()
    }
}

/// What may stand on the right of `*` when the left is a column vector: a row vector, giving the outer product, or a
/// number.
///
/// ```
/// use typograd::prelude::*;
///
/// let (x, y) = (Vector::<D<2>>::from([1.0, 2.0]), Vector::<D<2>>::from([3.0, 4.0]));
/// assert_eq!(&x * y.t(), Matrix::from([[3.0, 4.0], [6.0, 8.0]])); // the outer product
/// assert_eq!(&x * 10.0, Vector::from([10.0, 20.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "cannot multiply: the left side is a column vector of length `{N}`, the right side is `{Self}`",
    label = "expected a row vector or a number; see `dot`, `outer` and `hadamard` for the products of two vectors"
)]
pub trait VectorMulRhs<N: Dim, T> {
    /// The type of the product.
    type Out;
    /// `left * self`.
    #[doc(hidden)]
    fn after_vector(self, left: &Vector<N, T>) -> Self::Out;
}

#[diagnostic::do_not_recommend]
impl<N: Dim, K: Dim, T: Element> VectorMulRhs<N, T> for &RowVector<K, T> {
    type Out = Matrix<N, K, T>;

    fn after_vector(self, left: &Vector<N, T>) -> Matrix<N, K, T> {
        left.outer(self.t())
    }
}

/// `*` with an owned right side is `*` with a borrowed one.
macro_rules! owned_right {
    ($(($($dim:ident),*) $right:ty: $trait:ident<$key:ident>, $method:ident, $left:ty, $out:ty;)*) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($dim: Dim,)* T: Element> $trait<$key, T> for $right {
            type Out = $out;

            #[inline]
            fn $method(self, left: $left) -> $out {
                (&self).$method(left)
            }
        })*
    };
}

owned_right! {
    (N) Vector<N, T>: RowMulRhs<N>, after_row, &RowVector<N, T>, T;
    (N, K) Matrix<N, K, T>: RowMulRhs<N>, after_row, &RowVector<N, T>, RowVector<K, T>;
    (N, K) RowVector<K, T>: VectorMulRhs<N>, after_vector, &Vector<N, T>, Matrix<N, K, T>;
}

macro_rules! owned_right_of_matrix {
    ($(($($dim:ident),*) $right:ty => $out:ty;)*) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($dim: Dim,)* T: Element> MulRhs<C, T> for $right {
            type Out<R: Dim> = $out;

            #[inline]
            fn after<R: Dim>(self, left: &Left<'_, R, C, T>) -> $out {
                (&self).after(left)
            }
        })*
    };
}

owned_right_of_matrix! {
    (C) Vector<C, T> => Vector<R, T>;
    (C, K) Matrix<C, K, T> => Matrix<R, K, T>;
    (C) Diagonal<C, T> => Matrix<R, C, T>;
}

/// The operator itself, for each kind of left side.
macro_rules! times {
    ($(($($dim:ident),*) $left:ty => $trait:ident$(<$key:ty>)?, $out:ty, $run:expr;)*) => {
        $(impl<$($dim: Dim,)* T: Element, X: $trait<$($key,)? T>> Mul<X> for $left {
            type Output = $out;

            #[inline]
            fn mul(self, right: X) -> $out {
                let run: fn(Self, X) -> $out = $run;
                run(self, right)
            }
        })*
    };
}
pub(super) use times;

times! {
    (R, C) Matrix<R, C, T> => MulRhs<C>, X::Out<R>, |left, right| right.after(&Left::new(&left));
    (R, C) &Matrix<R, C, T> => MulRhs<C>, X::Out<R>, |left, right| right.after(&Left::new(left));
    (R, C) Transposed<'_, R, C, T> => MulRhs<R>, X::Out<C>, |left, right| right.after(&Left::transposed(left));
    (N) RowVector<N, T> => RowMulRhs<N>, X::Out, |left, right| right.after_row(&left);
    (N) &RowVector<N, T> => RowMulRhs<N>, X::Out, |left, right| right.after_row(left);
    (N) Vector<N, T> => VectorMulRhs<N>, X::Out, |left, right| right.after_vector(&left);
    (N) &Vector<N, T> => VectorMulRhs<N>, X::Out, |left, right| right.after_vector(left);
}

impl<N: Dim, T: Element> Vector<N, T> {
    /// The dot product xᵀ y.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let (x, y) = (Vector::<D<2>>::from([1.0, 2.0]), Vector::from([3.0, 4.0]));
    /// assert_eq!(x.dot(&y), 11.0); // 1 · 3 + 2 · 4
    /// ```
    #[inline]
    pub fn dot(&self, other: &Self) -> T {
        vector::dot(self.as_slice(), other.as_slice())
    }

    /// The outer product x yᵀ, a matrix.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let (x, y) = (Vector::<D<2>>::from([1.0, 2.0]), Vector::<D<2>>::from([3.0, 4.0]));
    /// assert_eq!(x.outer(&y), Matrix::from([[3.0, 4.0], [6.0, 8.0]]));
    /// ```
    pub fn outer<K: Dim>(&self, other: &Vector<K, T>) -> Matrix<N, K, T> {
        let mut out = Matrix::zeros();
        product(
            Layout::Nn,
            N::LEN,
            K::LEN,
            1,
            self.as_slice(),
            other.as_slice(),
            out.as_mut_slice(),
            Store::set(),
            (),
        );
        out
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// Writes `self * right` into `out`: for results too large to be returned on a small stack.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let mut square = Matrix::zeros();
    /// a.times_into(&a, &mut square);
    /// assert_eq!(square, Matrix::from([[7.0, 10.0], [15.0, 22.0]]));
    /// ```
    pub fn times_into<K: Dim>(&self, right: &Matrix<C, K, T>, out: &mut Matrix<R, K, T>) {
        product(
            Layout::Nn,
            R::LEN,
            K::LEN,
            C::LEN,
            self.as_slice(),
            right.as_slice(),
            out.as_mut_slice(),
            Store::set(),
            (),
        );
    }
}
