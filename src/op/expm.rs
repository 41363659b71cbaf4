//! y = e^X, the exponential of a matrix.

use super::fallible::{Square, square, square_mut};
use super::{ClosedForm, TryUnary};
use crate::Element;
use crate::kernel::{Store, vector};
use crate::linalg::{LinalgError, exponential, exponential_derivative, transpose};
use crate::shape::Shape;
use crate::tensor::Tensor;
use crate::zeroed::zeroed;

/// y = e^X = I + X + X²/2 + …, of a square matrix: see [`Matrix::expm`](crate::Matrix::expm).
///
/// The derivative L(X, Ẋ) is Fréchet's, computed by differentiating each step of the value (Al-Mohy and Higham, *Computing the
/// Fréchet Derivative of the Matrix Exponential*, 2009). Its transpose is L(Xᵀ, δ).
///
/// | | closed form |
/// |---|---|
/// | value | y = eˣ |
/// | VJP | ∇X = ∫₀¹ e^(s Xᵀ) δ e^((1−s) Xᵀ) ds |
/// | JVP | ẏ = ∫₀¹ e^(s X) Ẋ e^((1−s) X) ds |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Expm, TryUnary};
/// use typograd::prelude::*;
///
/// let x = Matrix::<D<2>, D<2>>::zeros();
/// let (mut y, mut dx) = (Matrix::zeros(), Matrix::zeros());
/// Expm::value(&x, &mut y, &mut ())?;
/// Expm::vjp(&x, &y, &(), &Matrix::ones(), &mut dx, Store::set());
/// assert_eq!((y, dx), (Matrix::identity(), Matrix::ones()));
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Expm;

impl TryUnary for Expm {
    type Out<X: Shape> = X;
    type Factors<X: Shape, T: Element> = ();
    const FORM: ClosedForm = ClosedForm {
        value: "y = eˣ",
        vjp: &["∇X = ∫₀¹ e^(s Xᵀ) δ e^((1−s) Xᵀ) ds"],
        jvp: "ẏ = ∫₀¹ e^(s X) Ẋ e^((1−s) X) ds",
    };

    fn value<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        y: &mut Tensor<X, T>,
        (): &mut (),
    ) -> Result<(), LinalgError> {
        exponential(square(x), square_mut(y)).map_err(|problem| problem.of("expm"))
    }

    fn vjp<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        _: &Tensor<X, T>,
        (): &(),
        delta: &Tensor<X, T>,
        dx: &mut Tensor<X, T>,
        store: Store<T>,
    ) {
        // L(Xᵀ, δ) = L(X, δᵀ)ᵀ.
        let mut direction = zeroed::<Square<X, T>>();
        transpose(
            X::MATRIX,
            delta.as_slice(),
            direction.as_mut_slice(),
            Store::set(),
        );
        let mut derivative = zeroed::<Square<X, T>>();
        exponential_derivative(square(x), &direction, &mut derivative);
        transpose(X::MATRIX, derivative.as_slice(), dx.as_mut_slice(), store);
    }

    fn jvp<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        _: &Tensor<X, T>,
        (): &(),
        tx: &Tensor<X, T>,
        ty: &mut Tensor<X, T>,
        store: Store<T>,
    ) {
        let mut derivative = zeroed::<Square<X, T>>();
        exponential_derivative(square(x), square(tx), &mut derivative);
        vector::copy(derivative.as_slice(), ty.as_mut_slice(), store);
    }
}
