//! y = x with another margin.

use core::marker::PhantomData;

use super::{ClosedForm, Unary, UnaryOf};
use crate::Element;
use crate::kernel::{Store, image};
use crate::shape::{Cropped, Padded, Shape};
use crate::tensor::area;

/// Each channel of x in the middle of one of y, whose shape is `R`: x with zeros around it, or without its margin.
///
/// | | closed form |
/// |---|---|
/// | value | y = P x, where P takes elements or leaves them out |
/// | VJP | ∇x = Pᵀ δ: cropped where the value was padded, and padded where it was cropped |
/// | JVP | ẏ = P ẋ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Centred, Unary};
/// use typograd::prelude::*;
///
/// type X = (D<1>, D<1>, D<2>);
///
/// let (mut y, mut dx) = ([0.0; 4], [0.0; 2]);
/// Centred::<(D<1>, D<1>, D<4>)>::value::<X, f32>(&[1.0, 2.0], &mut y, Store::set());
/// assert_eq!(y, [0.0, 1.0, 2.0, 0.0]);
/// Centred::<(D<1>, D<1>, D<4>)>::vjp::<X, f32>(&[], &[], &[5.0, 6.0, 7.0, 8.0], &mut dx, Store::set());
/// assert_eq!(dx, [6.0, 7.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Centred<R>(PhantomData<R>);

/// [`Centred`], for an image that gets a margin `P`: what `x.pad::<P>()` is.
#[derive(Clone, Copy, Debug)]
pub struct PadBy<P>(PhantomData<P>);

/// [`Centred`], for an image that loses a margin `P`: what `x.crop::<P>()` is.
#[derive(Clone, Copy, Debug)]
pub struct CropBy<P>(PhantomData<P>);

impl<X: Padded<P>, P> UnaryOf<X> for PadBy<P> {
    type Rule = Centred<X::Out>;
}

impl<X: Cropped<P>, P> UnaryOf<X> for CropBy<P> {
    type Rule = Centred<X::Out>;
}

impl<R: Shape> Unary for Centred<R> {
    type Out<X: Shape> = R;
    const FORM: ClosedForm = ClosedForm {
        value: "y = P x",
        vjp: &["∇x = Pᵀ δ"],
        jvp: "ẏ = P ẋ",
    };

    #[inline]
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
        image::centre(x, area::<X>(), y, area::<R>(), store);
    }

    #[inline]
    fn vjp<X: Shape, T: Element>(_: &[T], _: &[T], delta: &[T], dx: &mut [T], store: Store<T>) {
        image::centre(delta, area::<R>(), dx, area::<X>(), store);
    }

    #[inline]
    fn jvp<X: Shape, T: Element>(_: &[T], _: &[T], tx: &[T], ty: &mut [T], store: Store<T>) {
        image::centre(tx, area::<X>(), ty, area::<R>(), store);
    }
}
