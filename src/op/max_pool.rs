//! y = max x, over windows of an image.

use core::marker::PhantomData;

use super::{ClosedForm, Unary, UnaryOf};
use crate::Element;
use crate::kernel::{Store, pooling};
use crate::shape::Shape;
use crate::tensor::{Over, Pooling};

/// The largest element of each window of each channel, of the sizes `P`, a [`Pooling`].
///
/// Of equal elements the first, row by row, takes the gradient, as in PyTorch; padding is smaller than all.
///
/// | | closed form |
/// |---|---|
/// | value | y\[c, i, j\] = max x\[c, window\] |
/// | VJP | ∇x = unpool(δ, argmax x): each δ\[c, i, j\] at the place of its maximum |
/// | JVP | ẏ\[c, i, j\] = ẋ at the place of the maximum |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{MaxPool, Unary};
/// use typograd::prelude::*;
/// use typograd::tensor::Pooling2d;
///
/// type Op = MaxPool<Pooling2d<(D<1>, D<1>, D<4>), (D<1>, D<2>)>>;
///
/// let (x, mut y, mut dx) = ([1.0, 2.0, 3.0, 3.0], [0.0; 2], [0.0; 4]);
/// Op::value::<(), f32>(&x, &mut y, Store::set());
/// assert_eq!(y, [2.0, 3.0]);
/// Op::vjp::<(), f32>(&x, &[], &[10.0, 20.0], &mut dx, Store::set());
/// assert_eq!(dx, [0.0, 10.0, 20.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MaxPool<P>(PhantomData<P>);

#[diagnostic::do_not_recommend]
impl<X: Shape, P: Over<X::Meant> + Pooling> UnaryOf<X> for MaxPool<P> {
    type Rule = Self;
}

impl<P: Pooling> Unary for MaxPool<P> {
    type Out<X: Shape> = P::Out;
    const FORM: ClosedForm = ClosedForm {
        value: "y = max_pool(x)",
        vjp: &["∇x = unpool(δ, argmax x)"],
        jvp: "ẏ = ẋ at the maximum",
    };

    #[inline]
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
        pooling::largest(&P::WINDOWS, x, y, store);
    }

    #[inline]
    fn vjp<X: Shape, T: Element>(x: &[T], _: &[T], delta: &[T], dx: &mut [T], store: Store<T>) {
        pooling::largest_pulled_back(&P::WINDOWS, x, delta, dx, store);
    }

    #[inline]
    fn jvp<X: Shape, T: Element>(x: &[T], _: &[T], tx: &[T], ty: &mut [T], store: Store<T>) {
        pooling::largest_pushed_forward(&P::WINDOWS, x, tx, ty, store);
    }
}
