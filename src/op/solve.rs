//! y = A⁻¹ b.

use super::fallible::square;
use super::{ClosedForm, TryBinary};
use crate::Element;
use crate::kernel::product::Layout;
use crate::kernel::{Store, vector};
use crate::linalg::{LinalgError, Lu, multiply};
use crate::shape::Shape;
use crate::tensor::{Matrix, Tensor};

/// y = A⁻¹ b, the solution of A y = b for a square matrix A, and a vector `b` or the columns of a matrix.
///
/// The derivatives solve with the factors of the value.
///
/// | | closed form |
/// |---|---|
/// | value | y = A⁻¹ b |
/// | VJP | ∇A = −A⁻ᵀ δ yᵀ, ∇b = A⁻ᵀ δ |
/// | JVP | ẏ = A⁻¹ (ḃ − Ȧ y) |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Solve, TryBinary};
/// use typograd::{prelude::*, zeroed};
///
/// let (a, b) = (Matrix::<D<2>, D<2>>::identity() * 2.0, Vector::<D<2>>::from([2.0, 4.0]));
/// let (mut y, mut lu, mut da) = (Vector::zeros(), zeroed(), Matrix::zeros());
/// Solve::value(&a, &b, &mut y, &mut lu)?;
/// assert_eq!(y, Vector::from([1.0, 2.0]));
/// let delta = Vector::<D<2>>::from([1.0, 0.0]);
/// Solve::vjp_a(&a, &b, &y, &lu, &delta, &mut da, Store::set());
/// assert_eq!(da, Matrix::from([[-0.5, -1.0], [0.0, 0.0]])); // −δ yᵀ / 2
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Solve;

impl TryBinary for Solve {
    type Out<A: Shape, B: Shape> = B;
    type Factors<A: Shape, B: Shape, T: Element> = Lu<A::Rows, T>;
    const FORM: ClosedForm = ClosedForm {
        value: "y = A⁻¹ b",
        vjp: &["∇A = −A⁻ᵀ δ yᵀ", "∇b = A⁻ᵀ δ"],
        jvp: "ẏ = A⁻¹ (ḃ − Ȧ y)",
    };

    fn value<A: Shape, B: Shape, T: Element>(
        a: &Tensor<A, T>,
        b: &Tensor<B, T>,
        y: &mut Tensor<B, T>,
        factors: &mut Lu<A::Rows, T>,
    ) -> Result<(), LinalgError> {
        let y = columns_mut::<A, B, T>(y);
        factors
            .try_factor(square(a))
            .and_then(|()| factors.try_solve(columns::<A, B, T>(b), y))
            .map_err(|problem| problem.of("solve"))
    }

    fn vjp_a<A: Shape, B: Shape, T: Element>(
        _: &Tensor<A, T>,
        _: &Tensor<B, T>,
        y: &Tensor<B, T>,
        factors: &Lu<A::Rows, T>,
        delta: &Tensor<B, T>,
        da: &mut Tensor<A, T>,
        store: Store<T>,
    ) {
        let (n, k) = B::MATRIX;
        let mut back = delta.clone();
        factors.substitute_transposed(back.as_mut_slice(), k);
        let (back, y, store) = (back.as_slice(), y.as_slice(), store.times(-T::one()));
        multiply(Layout::Nt, (n, n, k), back, y, da.as_mut_slice(), store);
    }

    fn vjp_b<A: Shape, B: Shape, T: Element>(
        _: &Tensor<A, T>,
        _: &Tensor<B, T>,
        _: &Tensor<B, T>,
        factors: &Lu<A::Rows, T>,
        delta: &Tensor<B, T>,
        db: &mut Tensor<B, T>,
        store: Store<T>,
    ) {
        let mut back = delta.clone();
        factors.substitute_transposed(back.as_mut_slice(), B::MATRIX.1);
        vector::copy(back.as_slice(), db.as_mut_slice(), store);
    }

    fn jvp_a<A: Shape, B: Shape, T: Element>(
        _: &Tensor<A, T>,
        _: &Tensor<B, T>,
        y: &Tensor<B, T>,
        factors: &Lu<A::Rows, T>,
        ta: &Tensor<A, T>,
        ty: &mut Tensor<B, T>,
        store: Store<T>,
    ) {
        let (n, k) = B::MATRIX;
        let mut image = Tensor::<B, T>::zeros();
        let image = image.as_mut_slice();
        multiply(
            Layout::Nn,
            (n, k, n),
            ta.as_slice(),
            y.as_slice(),
            image,
            Store::set(),
        );
        factors.substitute(image, k);
        vector::copy(image, ty.as_mut_slice(), store.times(-T::one()));
    }

    fn jvp_b<A: Shape, B: Shape, T: Element>(
        _: &Tensor<A, T>,
        _: &Tensor<B, T>,
        _: &Tensor<B, T>,
        factors: &Lu<A::Rows, T>,
        tb: &Tensor<B, T>,
        ty: &mut Tensor<B, T>,
        store: Store<T>,
    ) {
        let mut image = tb.clone();
        factors.substitute(image.as_mut_slice(), B::MATRIX.1);
        vector::copy(image.as_slice(), ty.as_mut_slice(), store);
    }
}

/// A right side as a matrix, with the rows of the system.
///
/// # Panics
///
/// If it has another number of rows.
fn columns<A: Shape, B: Shape, T: Element>(b: &Tensor<B, T>) -> &Matrix<A::Rows, B::Columns, T> {
    b.cast()
}

fn columns_mut<A: Shape, B: Shape, T: Element>(
    b: &mut Tensor<B, T>,
) -> &mut Matrix<A::Rows, B::Columns, T> {
    Tensor::from_elements_mut(b.as_mut_slice())
}
