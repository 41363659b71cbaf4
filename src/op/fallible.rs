//! Operations that have no result for some operands.

use super::ClosedForm;
use crate::Element;
use crate::kernel::Store;
use crate::linalg::LinalgError;
use crate::shape::Shape;
use crate::tensor::{Matrix, Tensor};
use crate::zeroed::Zeroed;

/// An operation y = f(x) on one operand, which fails on some.
///
/// The value leaves [`Factors`](TryUnary::Factors) for the derivatives, which cannot fail: they are called with the `x`, `y` and
/// factors of a value that did not.
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Inverse, TryUnary};
/// use typograd::prelude::*;
///
/// let x = Matrix::<D<2>, D<2>>::from([[2.0, 0.0], [0.0, 4.0]]);
/// let (mut y, mut dx) = (Matrix::zeros(), Matrix::zeros());
/// Inverse::value(&x, &mut y, &mut ())?;
/// Inverse::vjp(&x, &y, &(), &Matrix::ones(), &mut dx, Store::set());
/// assert_eq!(dx, Matrix::from([[-0.25, -0.125], [-0.125, -0.0625]])); // −yᵀ δ yᵀ
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
///
/// # Panics
///
/// A rule may panic, as a [`Unary`](super::Unary) one may, where the operand is of a shape the operation is not meant for: one
/// that is not square, say.
pub trait TryUnary {
    /// The shape of the result: a name for every shape, also for one the operation is not meant for.
    type Out<X: Shape>: Shape;
    /// What the value leaves for the derivatives: factors, perhaps nothing.
    type Factors<X: Shape, T: Element>: Zeroed;
    /// The operation on paper.
    const FORM: ClosedForm;

    /// y ← f(x).
    ///
    /// # Errors
    ///
    /// If there is no f(x); `y` and the factors are then of no use.
    fn value<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        y: &mut Tensor<Self::Out<X>, T>,
        factors: &mut Self::Factors<X, T>,
    ) -> Result<(), LinalgError>;

    /// dx ← (∂f/∂x)ᵀ δ.
    fn vjp<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        y: &Tensor<Self::Out<X>, T>,
        factors: &Self::Factors<X, T>,
        delta: &Tensor<Self::Out<X>, T>,
        dx: &mut Tensor<X, T>,
        store: Store<T>,
    );

    /// ẏ ← (∂f/∂x) ẋ.
    fn jvp<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        y: &Tensor<Self::Out<X>, T>,
        factors: &Self::Factors<X, T>,
        tx: &Tensor<X, T>,
        ty: &mut Tensor<Self::Out<X>, T>,
        store: Store<T>,
    );
}

/// An operation y = f(a, b) on two operands, which fails on some; otherwise as [`TryUnary`].
///
/// ```
/// use typograd::op::{Solve, TryBinary};
/// use typograd::{prelude::*, zeroed};
///
/// let a = Matrix::<D<2>, D<2>>::from([[2.0, 0.0], [0.0, 4.0]]);
/// let (b, mut y) = (Vector::<D<2>>::from([2.0, 4.0]), Vector::zeros());
/// Solve::value(&a, &b, &mut y, &mut zeroed())?;
/// assert_eq!(y, Vector::from([1.0, 1.0]));
/// assert!(Solve::value(&(a * 0.0), &b, &mut y, &mut zeroed()).is_err());
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
pub trait TryBinary {
    /// The shape of the result: a name for every pair, also for one the operation is not meant for.
    type Out<A: Shape, B: Shape>: Shape;
    /// What the value leaves for the derivatives: factors, perhaps nothing.
    type Factors<A: Shape, B: Shape, T: Element>: Zeroed;
    /// The operation on paper.
    const FORM: ClosedForm;

    /// y ← f(a, b).
    ///
    /// # Errors
    ///
    /// If there is no f(a, b); `y` and the factors are then of no use.
    fn value<A: Shape, B: Shape, T: Element>(
        a: &Tensor<A, T>,
        b: &Tensor<B, T>,
        y: &mut Tensor<Self::Out<A, B>, T>,
        factors: &mut Self::Factors<A, B, T>,
    ) -> Result<(), LinalgError>;

    /// da ← (∂f/∂a)ᵀ δ.
    fn vjp_a<A: Shape, B: Shape, T: Element>(
        a: &Tensor<A, T>,
        b: &Tensor<B, T>,
        y: &Tensor<Self::Out<A, B>, T>,
        factors: &Self::Factors<A, B, T>,
        delta: &Tensor<Self::Out<A, B>, T>,
        da: &mut Tensor<A, T>,
        store: Store<T>,
    );

    /// db ← (∂f/∂b)ᵀ δ.
    fn vjp_b<A: Shape, B: Shape, T: Element>(
        a: &Tensor<A, T>,
        b: &Tensor<B, T>,
        y: &Tensor<Self::Out<A, B>, T>,
        factors: &Self::Factors<A, B, T>,
        delta: &Tensor<Self::Out<A, B>, T>,
        db: &mut Tensor<B, T>,
        store: Store<T>,
    );

    /// ẏ ← (∂f/∂a) ȧ.
    fn jvp_a<A: Shape, B: Shape, T: Element>(
        a: &Tensor<A, T>,
        b: &Tensor<B, T>,
        y: &Tensor<Self::Out<A, B>, T>,
        factors: &Self::Factors<A, B, T>,
        ta: &Tensor<A, T>,
        ty: &mut Tensor<Self::Out<A, B>, T>,
        store: Store<T>,
    );

    /// ẏ ← (∂f/∂b) ḃ.
    fn jvp_b<A: Shape, B: Shape, T: Element>(
        a: &Tensor<A, T>,
        b: &Tensor<B, T>,
        y: &Tensor<Self::Out<A, B>, T>,
        factors: &Self::Factors<A, B, T>,
        tb: &Tensor<B, T>,
        ty: &mut Tensor<Self::Out<A, B>, T>,
        store: Store<T>,
    );
}

/// A square matrix, of a shape that is generic.
pub(super) type Square<X, T> = Matrix<<X as Shape>::Rows, <X as Shape>::Rows, T>;

/// A tensor as the square matrix it is.
///
/// # Panics
///
/// If it is not square.
pub(super) fn square<X: Shape, T: Element>(x: &Tensor<X, T>) -> &Square<X, T> {
    let (rows, columns) = X::MATRIX;
    assert!(
        rows == columns,
        "{rows} rows and {columns} columns are no square"
    );
    x.cast()
}

/// [`square`], to be changed.
pub(super) fn square_mut<X: Shape, T: Element>(x: &mut Tensor<X, T>) -> &mut Square<X, T> {
    let (rows, columns) = X::MATRIX;
    assert!(
        rows == columns,
        "{rows} rows and {columns} columns are no square"
    );
    Tensor::from_elements_mut(x.as_mut_slice())
}
