//! y = Xⁿ.

use super::fallible::{Square, square, square_mut};
use super::{ClosedForm, TryUnary};
use crate::Element;
use crate::kernel::product::Layout;
use crate::kernel::{Store, vector};
use crate::linalg::{LinalgError, multiply, power_derivative, transpose, try_power};
use crate::shape::Shape;
use crate::tensor::Tensor;
use crate::zeroed::zeroed;

/// y = Xᴺ for a whole number N, of a square matrix; a negative power is one of the inverse.
///
/// The derivative differentiates the products of repeated squaring, in about log₂ N steps.
///
/// | | closed form, for N > 0 |
/// |---|---|
/// | value | y = Xⁿ |
/// | VJP | ∇X = Σᵢ (Xᵀ)ⁱ δ (Xᵀ)ⁿ⁻¹⁻ⁱ |
/// | JVP | ẏ = Σᵢ Xⁱ Ẋ Xⁿ⁻¹⁻ⁱ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{MatrixPower, TryUnary};
/// use typograd::{prelude::*, zeroed};
///
/// let x = Matrix::<D<2>, D<2>>::from([[1.0, 1.0], [0.0, 1.0]]);
/// let (mut y, mut factors, mut dx) = (Matrix::zeros(), zeroed(), Matrix::zeros());
/// MatrixPower::<2>::value(&x, &mut y, &mut factors)?;
/// assert_eq!(y, Matrix::from([[1.0, 2.0], [0.0, 1.0]]));
/// MatrixPower::<2>::vjp(&x, &y, &factors, &Matrix::identity(), &mut dx, Store::set());
/// assert_eq!(dx, x.transpose() * 2.0);
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MatrixPower<const N: i32>;

impl<const N: i32> TryUnary for MatrixPower<N> {
    type Out<X: Shape> = X;
    /// The inverse, for a negative power.
    type Factors<X: Shape, T: Element> = Square<X, T>;
    const FORM: ClosedForm = ClosedForm {
        value: "y = Xⁿ",
        vjp: &["∇X = Σᵢ (Xᵀ)ⁱ δ (Xᵀ)ⁿ⁻¹⁻ⁱ"],
        jvp: "ẏ = Σᵢ Xⁱ Ẋ Xⁿ⁻¹⁻ⁱ",
    };

    fn value<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        y: &mut Tensor<X, T>,
        inverse: &mut Square<X, T>,
    ) -> Result<(), LinalgError> {
        try_power(square(x), N, square_mut(y), inverse).map_err(|problem| problem.of("powi"))
    }

    fn vjp<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        _: &Tensor<X, T>,
        inverse: &Square<X, T>,
        delta: &Tensor<X, T>,
        dx: &mut Tensor<X, T>,
        store: Store<T>,
    ) {
        // The transpose of the derivative in the direction δᵀ.
        let mut direction = zeroed::<Square<X, T>>();
        transpose(
            X::MATRIX,
            delta.as_slice(),
            direction.as_mut_slice(),
            Store::set(),
        );
        let mut derivative = zeroed::<Square<X, T>>();
        derive::<N, X, T>(x, inverse, &direction, &mut derivative);
        transpose(X::MATRIX, derivative.as_slice(), dx.as_mut_slice(), store);
    }

    fn jvp<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        _: &Tensor<X, T>,
        inverse: &Square<X, T>,
        tx: &Tensor<X, T>,
        ty: &mut Tensor<X, T>,
        store: Store<T>,
    ) {
        let mut derivative = zeroed::<Square<X, T>>();
        derive::<N, X, T>(x, inverse, square(tx), &mut derivative);
        vector::copy(derivative.as_slice(), ty.as_mut_slice(), store);
    }
}

/// `out` ← the derivative of Xᴺ in a direction e; that of Y = X⁻¹ is −Y e Y.
fn derive<const N: i32, X: Shape, T: Element>(
    x: &Tensor<X, T>,
    inverse: &Square<X, T>,
    e: &Square<X, T>,
    out: &mut Square<X, T>,
) {
    let n = X::MATRIX.0;
    if N >= 0 {
        power_derivative(square(x), N.unsigned_abs(), e, out);
        return;
    }
    let mut direction = zeroed::<Square<X, T>>();
    let (y, into) = (inverse.as_slice(), direction.as_mut_slice());
    multiply(
        Layout::Nn,
        (n, n, n),
        e.as_slice(),
        y,
        out.as_mut_slice(),
        Store::set(),
    );
    let store = Store::set().times(-T::one());
    multiply(Layout::Nn, (n, n, n), y, out.as_slice(), into, store);
    power_derivative(inverse, N.unsigned_abs(), &direction, out);
}
