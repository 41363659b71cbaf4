//! y = c x and y = x + c for constants c: no gradient, but a factor.

use core::marker::PhantomData;

use super::{ClosedForm, Unary, UnaryOf, ViewMut};
use crate::Element;
use crate::kernel::{Store, vector};
use crate::shape::{Flatten, Shape};

/// y = x under another name: the shape `R`, with as many elements. A factor c comes with [`Store::times`].
///
/// This is `c * x`, `-x`, `x.reshape()` and `x.relabel()`.
///
/// | | closed form |
/// |---|---|
/// | value | y = c x |
/// | VJP | ∇x = c δ |
/// | JVP | ẏ = c ẋ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Copy, Unary};
/// use typograd::prelude::*;
///
/// let (x, mut y) = ([1.0, 2.0, 3.0, 4.0], [0.0; 4]);
/// // 10 x, four elements read as 2 × 2
/// Copy::<(D<2>, D<2>)>::value::<(D<4>,), f32>(&x, &mut y, Store::set().times(10.0));
/// assert_eq!(y, [10.0, 20.0, 30.0, 40.0]);
/// ```
#[derive(Clone, core::marker::Copy, Debug)]
pub struct Copy<R>(PhantomData<R>);

/// [`Copy`](struct@Copy), for what is laid out in one line: what `x.flatten()` is.
#[derive(Clone, core::marker::Copy, Debug)]
pub struct Flattened;

impl<X: Flatten> UnaryOf<X> for Flattened {
    type Rule = Copy<X::Out>;
}

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
    ///
    /// ```
    /// use typograd::op::{Copy, Viewed};
    /// use typograd::prelude::*;
    ///
    /// let mut x = Vector::<D<2>>::from([1.0, 2.0]);
    /// Copy::scale(x.view_mut(), 3.0);
    /// assert_eq!(x, Vector::from([3.0, 6.0]));
    /// ```
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
///
/// ```
/// use typograd::op::{Shift, Viewed};
/// use typograd::prelude::*;
///
/// let mut x = Vector::<D<2>>::from([1.0, 2.0]);
/// Shift::assign(x.view_mut(), 0.5);
/// assert_eq!(x, Vector::from([1.5, 2.5]));
/// ```
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
