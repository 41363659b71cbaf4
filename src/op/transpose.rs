//! y = xᵀ, as a value of its own. In a product, a transpose is read in place instead: see [`Product`](super::Product).

use super::{ClosedForm, Unary};
use crate::Element;
use crate::kernel::Store;
use crate::shape::Shape;

/// y = xᵀ.
///
/// | | closed form |
/// |---|---|
/// | value | y = xᵀ |
/// | VJP | ∇x = δᵀ |
/// | JVP | ẏ = ẋᵀ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Transpose, Unary};
/// use typograd::prelude::*;
///
/// let (x, mut y) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [0.0; 6]);
/// Transpose::value::<(D<2>, D<3>), f32>(&x, &mut y, Store::set());
/// assert_eq!(y, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]); // 3 × 2
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Transpose;

/// y ← xᵀ for x of rows × columns.
fn transpose<T: Element>((rows, columns): (usize, usize), x: &[T], y: &mut [T], store: Store<T>) {
    for i in 0..rows {
        for j in 0..columns {
            store.put(&mut y[j * rows + i], x[i * columns + j]);
        }
    }
}

impl Unary for Transpose {
    type Out<X: Shape> = X::Transposed;
    const FORM: ClosedForm = ClosedForm {
        value: "y = xᵀ",
        vjp: &["∇x = δᵀ"],
        jvp: "ẏ = ẋᵀ",
    };

    #[inline]
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
        transpose(X::MATRIX, x, y, store);
    }

    #[inline]
    fn vjp<X: Shape, T: Element>(_: &[T], _: &[T], delta: &[T], dx: &mut [T], store: Store<T>) {
        transpose((X::MATRIX.1, X::MATRIX.0), delta, dx, store);
    }

    #[inline]
    fn jvp<X: Shape, T: Element>(_: &[T], _: &[T], tx: &[T], ty: &mut [T], store: Store<T>) {
        transpose(X::MATRIX, tx, ty, store);
    }
}
