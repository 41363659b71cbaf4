//! y = det X and y = ln |det X|.

use super::fallible::{Square, square};
use super::{ClosedForm, TryUnary};
use crate::Element;
use crate::kernel::Store;
use crate::linalg::{CompleteLu, LinalgError, Lu, multiply_trace, transpose};
use crate::shape::Shape;
use crate::tensor::Tensor;
use crate::zeroed::zeroed;

/// y = det X, of a square matrix; a singular one has 0.
///
/// The gradient is the matrix of cofactors, which is finite where X is singular, too. It is computed from the factors of
/// the value, without dividing by the determinant.
///
/// | | closed form |
/// |---|---|
/// | value | y = det X |
/// | VJP | ∇X = δ y X⁻ᵀ |
/// | JVP | ẏ = y tr(X⁻¹ Ẋ) |
///
/// The gradient is right where X is singular, too. Second derivatives are not where its rank is below n − 1, for n ≥ 3.
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Det, TryUnary};
/// use typograd::{prelude::*, zeroed};
///
/// let x = Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [2.0, 4.0]]);
/// let (mut y, mut lu, mut dx) = (Scalar::zeros(), zeroed(), Matrix::zeros());
/// Det::value(&x, &mut y, &mut lu)?;
/// Det::vjp(&x, &y, &lu, &Scalar::full(1.0), &mut dx, Store::set());
/// assert_eq!((y.value(), dx), (0.0, Matrix::from([[4.0, -2.0], [-2.0, 1.0]])));
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Det;

/// y = ln |det X|, of a square matrix; it fails on a singular one.
///
/// | | closed form |
/// |---|---|
/// | value | y = ln \|det X\| |
/// | VJP | ∇X = δ X⁻ᵀ |
/// | JVP | ẏ = tr(X⁻¹ Ẋ) |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{LnAbsDet, TryUnary};
/// use typograd::{prelude::*, zeroed};
///
/// let x = Matrix::<D<2>, D<2>>::from([[0.0, 1.0], [-4.0, 2.0]]);
/// let (mut y, mut lu, mut dx) = (Scalar::zeros(), zeroed(), Matrix::zeros());
/// LnAbsDet::value(&x, &mut y, &mut lu)?;
/// LnAbsDet::vjp(&x, &y, &lu, &Scalar::full(1.0), &mut dx, Store::set());
/// assert_eq!(y.value(), 4_f32.ln());
/// assert_eq!(dx, Matrix::from([[0.5, 1.0], [-0.25, 0.0]])); // X⁻ᵀ
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LnAbsDet;

/// The derivatives, from a matrix M = scale · (∂f/∂X)ᵀ that the factors give.
macro_rules! determinant {
    ($op:ident, $factors:ident, $name:literal, $form:expr, |$value:ident| $y:expr, |$lu:ident, $scale:ident, $into:ident| $adjugate:expr) => {
        impl TryUnary for $op {
            type Out<X: Shape> = ();
            type Factors<X: Shape, T: Element> = $factors<X::Rows, T>;
            const FORM: ClosedForm = $form;

            fn value<X: Shape, T: Element>(
                x: &Tensor<X, T>,
                y: &mut Tensor<(), T>,
                $value: &mut $factors<X::Rows, T>,
            ) -> Result<(), LinalgError> {
                $value
                    .try_factor(square(x))
                    .map_err(|problem| problem.of($name))?;
                y.fill($y);
                Ok(())
            }

            fn vjp<X: Shape, T: Element>(
                _: &Tensor<X, T>,
                _: &Tensor<(), T>,
                $lu: &$factors<X::Rows, T>,
                delta: &Tensor<(), T>,
                dx: &mut Tensor<X, T>,
                store: Store<T>,
            ) {
                let $scale = delta.value();
                let mut adjugate = zeroed::<Square<X, T>>();
                let $into = &mut adjugate;
                $adjugate;
                transpose(X::MATRIX, adjugate.as_slice(), dx.as_mut_slice(), store);
            }

            fn jvp<X: Shape, T: Element>(
                _: &Tensor<X, T>,
                _: &Tensor<(), T>,
                $lu: &$factors<X::Rows, T>,
                tx: &Tensor<X, T>,
                ty: &mut Tensor<(), T>,
                store: Store<T>,
            ) {
                let $scale = T::one();
                let mut adjugate = zeroed::<Square<X, T>>();
                let $into = &mut adjugate;
                $adjugate;
                let trace = multiply_trace(X::MATRIX.0, adjugate.as_slice(), tx.as_slice());
                store.put(&mut ty.as_mut_slice()[0], trace);
            }
        }
    };
}

determinant!(
    Det,
    CompleteLu,
    "det",
    ClosedForm {
        value: "y = det X",
        vjp: &["∇X = δ y X⁻ᵀ"],
        jvp: "ẏ = y tr(X⁻¹ Ẋ)",
    },
    |lu| lu.det(),
    |lu, scale, into| lu.scaled_adjugate(scale, into)
);

determinant!(
    LnAbsDet,
    Lu,
    "ln_abs_det",
    ClosedForm {
        value: "y = ln |det X|",
        vjp: &["∇X = δ X⁻ᵀ"],
        jvp: "ẏ = tr(X⁻¹ Ẋ)",
    },
    |lu| lu.ln_abs_det(),
    |lu, scale, into| lu.scaled_inverse(scale, into.as_mut_slice())
);
