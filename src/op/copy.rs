//! y = c x and y = x + c for constants c: no gradient, but a factor.

use core::marker::PhantomData;

use super::{ClosedForm, Unary, ViewMut};
use crate::Element;
use crate::kernel::{Store, vector};
use crate::shape::Shape;

/// y = x under another name: the shape `R`, with as many elements. A factor c comes with [`Store::times`].
///
/// This is `c * x`, `-x`, `x.reshape()` and `x.relabel()`.
///
/// | | closed form |
/// |---|---|
/// | value | y = c x |
/// | VJP | ∇x = c δ |
/// | JVP | ẏ = c ẋ |
#[derive(Clone, core::marker::Copy, Debug)]
pub struct Copy<R>(PhantomData<R>);

impl<R: Shape> Unary for Copy<R> {
    type Out<X: Shape> = R;
    const FORM: ClosedForm = ClosedForm {
        value: "y = c x",
        vjp: &["∇x = c δ"],
        jvp: "ẏ = c ẋ",
    };

    #[inline]
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
        vector::copy(x, y, store);
    }

    #[inline]
    fn vjp<X: Shape, T: Element>(_: &[T], _: &[T], delta: &[T], dx: &mut [T], store: Store<T>) {
        vector::copy(delta, dx, store);
    }

    #[inline]
    fn jvp<X: Shape, T: Element>(_: &[T], _: &[T], tx: &[T], ty: &mut [T], store: Store<T>) {
        vector::copy(tx, ty, store);
    }
}

impl<R: Shape> Copy<R> {
    /// x ← c x.
    #[inline]
    pub fn scale<T: Element>(mut x: ViewMut<'_, R, T>, factor: T) {
        for x in x.elements() {
            *x *= factor;
        }
    }
}

/// y = x + c for a constant c.
///
/// | | closed form |
/// |---|---|
/// | value | y = x + c |
/// | VJP | ∇x = δ |
/// | JVP | ẏ = ẋ |
#[derive(Clone, core::marker::Copy, Debug)]
pub struct Shift;

impl Shift {
    /// The operation on paper.
    pub const FORM: ClosedForm = ClosedForm {
        value: "y = x + c",
        vjp: &["∇x = δ"],
        jvp: "ẏ = ẋ",
    };

    /// x ← x + c; the derivatives are copies.
    #[inline]
    pub fn assign<S: Shape, T: Element>(mut x: ViewMut<'_, S, T>, constant: T) {
        for x in x.elements() {
            *x += constant;
        }
    }
}
