//! y = x ∗ᵀ w, the transposed convolution.

use core::marker::PhantomData;

use super::{Binary, BinaryOf, ClosedForm, Samples, View, ViewMut};
use crate::Element;
use crate::kernel::{Store, convolution};
use crate::shape::Shape;
use crate::tensor::Convolution;

/// y = x ∗ᵀ w: as a matrix the transpose of the convolution of the sizes `C`, a [`Convolution`], which goes from y's shape to
/// x's. Each element of x is spread over a window of y, weighed by w.
///
/// | | closed form |
/// |---|---|
/// | value | y = x ∗ᵀ w |
/// | VJP | ∇x = δ ∗ w, ∇w = δ ⋆ x, the correlation of δ with x |
/// | JVP | ẏ = ẋ ∗ᵀ w + x ∗ᵀ ẇ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Binary, ConvolveTransposed};
/// use typograd::prelude::*;
/// use typograd::tensor::Transposed2d;
///
/// type Op = ConvolveTransposed<Transposed2d<(D<1>, D<1>, D<2>), D<1>, (D<1>, D<2>)>>;
///
/// let (x, w, mut y) = ([1.0, 2.0], [10.0, 1.0], [0.0; 3]);
/// Op::value::<(), (), f32>(&x, &w, &mut y, Store::set());
/// assert_eq!(y, [10.0, 21.0, 2.0]); // 1 · (10, 1), and 2 · (10, 1) one further
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ConvolveTransposed<C>(PhantomData<C>);

#[diagnostic::do_not_recommend]
impl<A: Shape, B: Shape, C: Convolution<Out = A::Meant>> BinaryOf<A, B> for ConvolveTransposed<C> {
    type Rule = Self;
}

impl<C: Convolution> Binary for ConvolveTransposed<C> {
    type Out<A: Shape, B: Shape> = C::In;
    const FORM: ClosedForm = ClosedForm {
        value: "y = x ∗ᵀ w",
        vjp: &["∇x = δ ∗ w", "∇w = δ ⋆ x"],
        jvp: "ẏ = ẋ ∗ᵀ w + x ∗ᵀ ẇ",
    };

    #[inline]
    fn value<A: Shape, B: Shape, T: Element>(x: &[T], w: &[T], y: &mut [T], store: Store<T>) {
        convolution::to_input(&C::SIZES, w, x, y, store);
    }

    #[inline]
    fn vjp_a<A: Shape, B: Shape, T: Element>(
        _: &[T],
        w: &[T],
        _: &[T],
        delta: &[T],
        dx: &mut [T],
        store: Store<T>,
    ) {
        convolution::forward(&C::SIZES, delta, w, dx, store);
    }

    #[inline]
    fn vjp_b<A: Shape, B: Shape, T: Element>(
        x: &[T],
        _: &[T],
        _: &[T],
        delta: &[T],
        dw: &mut [T],
        store: Store<T>,
    ) {
        convolution::to_weights(&C::SIZES, delta, x, dw, store);
    }

    #[inline]
    fn jvp_a<A: Shape, B: Shape, T: Element>(
        _: &[T],
        w: &[T],
        _: &[T],
        tx: &[T],
        ty: &mut [T],
        store: Store<T>,
    ) {
        convolution::to_input(&C::SIZES, w, tx, ty, store);
    }

    #[inline]
    fn jvp_b<A: Shape, B: Shape, T: Element>(
        x: &[T],
        _: &[T],
        _: &[T],
        tw: &[T],
        ty: &mut [T],
        store: Store<T>,
    ) {
        convolution::to_input(&C::SIZES, tw, x, ty, store);
    }

    // With shared weights, all samples in one.

    #[inline]
    fn lift_value<A: Shape, B: Shape, T: Element>(
        x: View<'_, A, T>,
        w: View<'_, B, T>,
        mut y: ViewMut<'_, Self::Out<A, B>, T>,
        store: Store<T>,
    ) {
        if w.samples() == Samples::Shared && x.samples() == y.samples() {
            convolution::to_input(&C::SIZES, w.elements(), x.elements(), y.elements(), store);
        } else {
            y.each(x.samples().max(w.samples()), store, |i, y, store| {
                Self::value::<A, B, T>(x.sample(i), w.sample(i), y, store);
            });
        }
    }

    #[inline]
    fn lift_vjp_a<A: Shape, B: Shape, T: Element>(
        _: View<'_, A, T>,
        w: View<'_, B, T>,
        _: View<'_, Self::Out<A, B>, T>,
        delta: View<'_, Self::Out<A, B>, T>,
        mut dx: ViewMut<'_, A, T>,
        store: Store<T>,
    ) {
        if w.samples() == Samples::Shared && delta.samples() == dx.samples() {
            let (delta, dx) = (delta.elements(), dx.elements());
            convolution::forward(&C::SIZES, delta, w.elements(), dx, store);
        } else {
            dx.each(delta.samples(), store, |i, dx, store| {
                convolution::forward(&C::SIZES, delta.sample(i), w.sample(i), dx, store);
            });
        }
    }

    #[inline]
    fn lift_vjp_b<A: Shape, B: Shape, T: Element>(
        x: View<'_, A, T>,
        _: View<'_, B, T>,
        _: View<'_, Self::Out<A, B>, T>,
        delta: View<'_, Self::Out<A, B>, T>,
        mut dw: ViewMut<'_, B, T>,
        store: Store<T>,
    ) {
        if dw.samples() == Samples::Shared && delta.samples() == x.samples() {
            let (x, delta) = (x.elements(), delta.elements());
            convolution::to_weights(&C::SIZES, delta, x, dw.elements(), store);
        } else {
            dw.each(delta.samples(), store, |i, dw, store| {
                convolution::to_weights(&C::SIZES, delta.sample(i), x.sample(i), dw, store);
            });
        }
    }

    #[inline]
    fn lift_jvp_a<A: Shape, B: Shape, T: Element>(
        _: View<'_, A, T>,
        w: View<'_, B, T>,
        _: View<'_, Self::Out<A, B>, T>,
        tx: View<'_, A, T>,
        ty: ViewMut<'_, Self::Out<A, B>, T>,
        store: Store<T>,
    ) {
        Self::lift_value(tx, w, ty, store);
    }

    #[inline]
    fn lift_jvp_b<A: Shape, B: Shape, T: Element>(
        x: View<'_, A, T>,
        _: View<'_, B, T>,
        _: View<'_, Self::Out<A, B>, T>,
        tw: View<'_, B, T>,
        ty: ViewMut<'_, Self::Out<A, B>, T>,
        store: Store<T>,
    ) {
        Self::lift_value(x, tw, ty, store);
    }
}
