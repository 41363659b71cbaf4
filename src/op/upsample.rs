//! y = x magnified: nearest-neighbour upsampling.

use core::marker::PhantomData;

use super::{ClosedForm, Unary, UnaryOf};
use crate::Element;
use crate::kernel::{Store, image};
use crate::shape::{Shape, Upsampled};
use crate::tensor::area;

/// Each element of x as a block of equal ones of y, whose shape is `R`.
///
/// | | closed form |
/// |---|---|
/// | value | y\[c, i, j\] = x\[c, ⌊i / k⌋, ⌊j / l⌋\] |
/// | VJP | ∇x = block_sums(δ): ∇x\[c, i, j\] = Σ δ over the block |
/// | JVP | ẏ\[c, i, j\] = ẋ\[c, ⌊i / k⌋, ⌊j / l⌋\] |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Unary, Upsample};
/// use typograd::prelude::*;
///
/// type X = (D<1>, D<1>, D<2>);
///
/// let (mut y, mut dx) = ([0.0; 4], [0.0; 2]);
/// Upsample::<(D<1>, D<1>, D<4>)>::value::<X, f32>(&[1.0, 2.0], &mut y, Store::set());
/// assert_eq!(y, [1.0, 1.0, 2.0, 2.0]);
/// Upsample::<(D<1>, D<1>, D<4>)>::vjp::<X, f32>(&[], &[], &[5.0, 6.0, 7.0, 8.0], &mut dx, Store::set());
/// assert_eq!(dx, [11.0, 15.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Upsample<R>(PhantomData<R>);

/// [`Upsample`], for an image that is magnified by `K`: what `x.upsample::<K>()` is.
#[derive(Clone, Copy, Debug)]
pub struct UpsampleBy<K>(PhantomData<K>);

impl<X: Upsampled<K>, K> UnaryOf<X> for UpsampleBy<K> {
    type Rule = Upsample<X::Out>;
}

impl<R: Shape> Unary for Upsample<R> {
    type Out<X: Shape> = R;
    const FORM: ClosedForm = ClosedForm {
        value: "y = upsample(x)",
        vjp: &["∇x = block_sums(δ)"],
        jvp: "ẏ = upsample(ẋ)",
    };

    #[inline]
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
        image::magnify(x, area::<X>(), y, area::<R>(), store);
    }

    #[inline]
    fn vjp<X: Shape, T: Element>(_: &[T], _: &[T], delta: &[T], dx: &mut [T], store: Store<T>) {
        image::magnify_back(delta, area::<R>(), dx, area::<X>(), store);
    }

    #[inline]
    fn jvp<X: Shape, T: Element>(_: &[T], _: &[T], tx: &[T], ty: &mut [T], store: Store<T>) {
        image::magnify(tx, area::<X>(), ty, area::<R>(), store);
    }
}
