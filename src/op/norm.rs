//! Norms.

use super::{ClosedForm, Unary};
use crate::Element;
use crate::kernel::{Store, vector};
use crate::shape::Shape;
use crate::tensor::Tensor;

/// y = ‖x‖₂; for a matrix, the Frobenius norm. The gradient at 0 is taken to be 0, as PyTorch does.
///
/// | | closed form |
/// |---|---|
/// | value | y = √(xᵀ x) |
/// | VJP | ∇x = δ x / y |
/// | JVP | ẏ = xᵀ ẋ / y |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Norm, Unary};
/// use typograd::prelude::*;
///
/// let (x, y, mut dx) = ([3.0, 4.0], [5.0], [0.0; 2]);
/// Norm::vjp::<(D<2>,), f64>(&x, &y, &[10.0], &mut dx, Store::set());
/// assert_eq!(dx, [6.0, 8.0]); // 10 x / 5
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Norm;

impl Unary for Norm {
    type Out<X: Shape> = ();
    const FORM: ClosedForm = ClosedForm {
        value: "y = ‖x‖",
        vjp: &["∇x = δ x / y"],
        jvp: "ẏ = xᵀ ẋ / y",
    };

    #[inline]
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
        store.put(&mut y[0], Tensor::<X, T>::from_elements(x).norm());
    }

    #[inline]
    fn vjp<X: Shape, T: Element>(x: &[T], y: &[T], delta: &[T], dx: &mut [T], store: Store<T>) {
        if y[0].is_zero() {
            store.put_nothing(dx);
        } else {
            vector::copy(x, dx, store.times(delta[0] / y[0]));
        }
    }

    #[inline]
    fn jvp<X: Shape, T: Element>(x: &[T], y: &[T], tx: &[T], ty: &mut [T], store: Store<T>) {
        if y[0].is_zero() {
            store.put_nothing(ty);
        } else {
            store.put(&mut ty[0], vector::dot(x, tx) / y[0]);
        }
    }
}

/// y = ‖x‖² = xᵀ x; for a matrix, the sum of squares.
///
/// | | closed form |
/// |---|---|
/// | value | y = xᵀ x |
/// | VJP | ∇x = 2 δ x |
/// | JVP | ẏ = 2 xᵀ ẋ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{NormSquared, Unary};
/// use typograd::prelude::*;
///
/// let (x, mut y, mut dx) = ([3.0, 4.0], [0.0], [0.0; 2]);
/// NormSquared::value::<(D<2>,), f32>(&x, &mut y, Store::set());
/// NormSquared::vjp::<(D<2>,), f32>(&x, &y, &[1.0], &mut dx, Store::set());
/// assert_eq!((y, dx), ([25.0], [6.0, 8.0])); // 9 + 16, and 2 x
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NormSquared;

impl Unary for NormSquared {
    type Out<X: Shape> = ();
    const FORM: ClosedForm = ClosedForm {
        value: "y = ‖x‖²",
        vjp: &["∇x = 2 δ x"],
        jvp: "ẏ = 2 xᵀ ẋ",
    };

    #[inline]
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
        store.put(&mut y[0], vector::dot(x, x));
    }

    #[inline]
    fn vjp<X: Shape, T: Element>(x: &[T], _: &[T], delta: &[T], dx: &mut [T], store: Store<T>) {
        vector::copy(x, dx, store.times(delta[0] + delta[0]));
    }

    #[inline]
    fn jvp<X: Shape, T: Element>(x: &[T], _: &[T], tx: &[T], ty: &mut [T], store: Store<T>) {
        let product = vector::dot(x, tx);
        store.put(&mut ty[0], product + product);
    }
}
