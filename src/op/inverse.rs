//! y = X⁻¹.

use super::fallible::{square, square_mut};
use super::{ClosedForm, TryUnary};
use crate::Element;
use crate::kernel::Store;
use crate::kernel::product::Layout;
use crate::linalg::{LinalgError, multiply};
use crate::shape::Shape;
use crate::tensor::Tensor;

/// y = X⁻¹, of a square matrix.
///
/// | | closed form |
/// |---|---|
/// | value | y = X⁻¹ |
/// | VJP | ∇X = −yᵀ δ yᵀ |
/// | JVP | ẏ = −y Ẋ y |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Inverse, TryUnary};
/// use typograd::prelude::*;
///
/// let x = Matrix::<D<2>, D<2>>::from([[0.0, 2.0], [4.0, 0.0]]);
/// let (mut y, mut ty) = (Matrix::zeros(), Matrix::zeros());
/// Inverse::value(&x, &mut y, &mut ())?;
/// assert_eq!(y, Matrix::from([[0.0, 0.25], [0.5, 0.0]]));
/// Inverse::jvp(&x, &y, &(), &Matrix::identity(), &mut ty, Store::set());
/// assert_eq!(ty, Matrix::identity() * -0.125); // −y y
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Inverse;

/// c ← keep · c − scale · op(y) x op(y).
fn sandwich<X: Shape, T: Element>(
    layouts: [Layout; 2],
    y: &[T],
    x: &[T],
    c: &mut [T],
    store: Store<T>,
) {
    let n = X::MATRIX.0;
    let mut right = Tensor::<X, T>::zeros();
    let right = right.as_mut_slice();
    multiply(layouts[0], (n, n, n), x, y, right, Store::set());
    multiply(layouts[1], (n, n, n), y, right, c, store.times(-T::one()));
}

impl TryUnary for Inverse {
    type Out<X: Shape> = X::Transposed;
    type Factors<X: Shape, T: Element> = ();
    const FORM: ClosedForm = ClosedForm {
        value: "y = X⁻¹",
        vjp: &["∇X = −yᵀ δ yᵀ"],
        jvp: "ẏ = −y Ẋ y",
    };

    fn value<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        y: &mut Tensor<X::Transposed, T>,
        (): &mut (),
    ) -> Result<(), LinalgError> {
        let y = square_mut::<X, T>(Tensor::from_elements_mut(y.as_mut_slice()));
        square(x).inverse_into(y)
    }

    fn vjp<X: Shape, T: Element>(
        _: &Tensor<X, T>,
        y: &Tensor<X::Transposed, T>,
        (): &(),
        delta: &Tensor<X::Transposed, T>,
        dx: &mut Tensor<X, T>,
        store: Store<T>,
    ) {
        let (y, delta) = (y.as_slice(), delta.as_slice());
        sandwich::<X, T>([Layout::Nt, Layout::Tn], y, delta, dx.as_mut_slice(), store);
    }

    fn jvp<X: Shape, T: Element>(
        _: &Tensor<X, T>,
        y: &Tensor<X::Transposed, T>,
        (): &(),
        tx: &Tensor<X, T>,
        ty: &mut Tensor<X::Transposed, T>,
        store: Store<T>,
    ) {
        let (y, tx) = (y.as_slice(), tx.as_slice());
        sandwich::<X, T>([Layout::Nn, Layout::Nn], y, tx, ty.as_mut_slice(), store);
    }
}
