//! y = x ∗ w, the convolution of an image with a stack of kernels.

use core::marker::PhantomData;

use super::{Binary, BinaryOf, ClosedForm, Samples, View, ViewMut};
use crate::Element;
use crate::kernel::{Store, convolution};
use crate::shape::Shape;
use crate::tensor::{Convolution, Over};

/// y = x ∗ w of the sizes `C`, a [`Convolution`]: y\[o, i, j\] = Σ w\[o, c, k, l\] x\[c, i + k, j + l\].
///
/// | | closed form |
/// |---|---|
/// | value | y = x ∗ w |
/// | VJP | ∇x = δ ∗ᵀ w: each δ\[o, i, j\] spread over the window it came from, weighed by w\[o\]; ∇w = x ⋆ δ, the correlation of x with δ: Σ x\[c, i + k, j + l\] δ\[o, i, j\] |
/// | JVP | ẏ = ẋ ∗ w + x ∗ ẇ |
///
/// With a stride of 1, δ ∗ᵀ w is the convolution of δ, padded by one less than the window, with the kernel turned by 180°.
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Binary, Convolve};
/// use typograd::prelude::*;
/// use typograd::tensor::Convolution2d;
///
/// type Op = Convolve<Convolution2d<(D<1>, D<1>, D<3>), D<1>, (D<1>, D<2>)>>;
///
/// let (x, w) = ([1.0, 2.0, 3.0], [10.0, 1.0]);
/// let (mut y, mut dx, mut dw) = ([0.0; 2], [0.0; 3], [0.0; 2]);
/// Op::value::<(), (), f32>(&x, &w, &mut y, Store::set());
/// assert_eq!(y, [12.0, 23.0]);
/// Op::vjp_a::<(), (), f32>(&[], &w, &[], &[1.0, 2.0], &mut dx, Store::set());
/// assert_eq!(dx, [10.0, 21.0, 2.0]);
/// Op::vjp_b::<(), (), f32>(&x, &[], &[], &[1.0, 2.0], &mut dw, Store::set());
/// assert_eq!(dw, [5.0, 8.0]); // 1 · 1 + 2 · 2, 1 · 2 + 2 · 3
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Convolve<C>(PhantomData<C>);

#[diagnostic::do_not_recommend]
impl<A: Shape, B: Shape, C: Over<A::Meant> + Convolution> BinaryOf<A, B> for Convolve<C> {
    type Rule = Self;
}

impl<C: Convolution> Binary for Convolve<C> {
    type Out<A: Shape, B: Shape> = C::Out;
    const FORM: ClosedForm = ClosedForm {
        value: "y = x ∗ w",
        vjp: &["∇x = δ ∗ᵀ w", "∇w = x ⋆ δ"],
        jvp: "ẏ = ẋ ∗ w + x ∗ ẇ",
    };

    #[inline]
    fn value<A: Shape, B: Shape, T: Element>(x: &[T], w: &[T], y: &mut [T], store: Store<T>) {
        convolution::forward(&C::SIZES, x, w, y, store);
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
        convolution::to_input(&C::SIZES, w, delta, dx, store);
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
        convolution::to_weights(&C::SIZES, x, delta, dw, store);
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
        convolution::forward(&C::SIZES, tx, w, ty, store);
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
        convolution::forward(&C::SIZES, x, tw, ty, store);
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
            convolution::forward(&C::SIZES, x.elements(), w.elements(), y.elements(), store);
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
            convolution::to_input(&C::SIZES, w.elements(), delta, dx, store);
        } else {
            dx.each(delta.samples(), store, |i, dx, store| {
                convolution::to_input(&C::SIZES, w.sample(i), delta.sample(i), dx, store);
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
            convolution::to_weights(&C::SIZES, x, delta, dw.elements(), store);
        } else {
            dw.each(delta.samples(), store, |i, dw, store| {
                convolution::to_weights(&C::SIZES, x.sample(i), delta.sample(i), dw, store);
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
