//! y = x + b, channel by channel: the bias of a convolution.

#![allow(clippy::inline_always)] // loops are vectorised for an instruction set only where they are inlined

use super::{Binary, ClosedForm, InPlace, View, ViewMut};
use crate::Element;
use crate::kernel::{Store, vector};
use crate::shape::Shape;

/// y\[c, …\] = x\[c, …\] + b\[c\]: an element of b for each channel of x, which come first in its shape.
///
/// | | closed form |
/// |---|---|
/// | value | y = x + b 1ᵀ, with x as a matrix of channels × the rest |
/// | VJP | ∇x = δ, ∇b = δ 1 |
/// | JVP | ẏ = ẋ + ḃ 1ᵀ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{AddPerChannel, Binary};
/// use typograd::prelude::*;
///
/// type X = (D<2>, D<1>, D<2>);
///
/// let mut y = [0.0; 4];
/// AddPerChannel::value::<X, (D<2>,), f32>(&[1.0, 2.0, 3.0, 4.0], &[10.0, 20.0], &mut y, Store::set());
/// assert_eq!(y, [11.0, 12.0, 23.0, 24.0]);
/// let mut db = [0.0; 2];
/// AddPerChannel::vjp_b::<X, (D<2>,), f32>(&[], &[], &[], &y, &mut db, Store::set());
/// assert_eq!(db, [23.0, 47.0]); // the sum of each channel
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AddPerChannel;

impl AddPerChannel {
    /// The elements of a channel.
    const fn each<A: Shape, B: Shape>() -> usize {
        A::LEN / B::LEN
    }
}

impl Binary for AddPerChannel {
    type Out<A: Shape, B: Shape> = A;
    const FORM: ClosedForm = ClosedForm {
        value: "y = x + b 1ᵀ",
        vjp: &["∇x = δ", "∇b = δ 1"],
        jvp: "ẏ = ẋ + ḃ 1ᵀ",
    };

    #[inline]
    fn value<A: Shape, B: Shape, T: Element>(x: &[T], b: &[T], y: &mut [T], store: Store<T>) {
        vector::copy(x, y, store);
        Self::jvp_b::<A, B, T>(&[], &[], &[], b, y, store.continued());
    }

    #[inline]
    fn vjp_a<A: Shape, B: Shape, T: Element>(
        _: &[T],
        _: &[T],
        _: &[T],
        delta: &[T],
        dx: &mut [T],
        store: Store<T>,
    ) {
        vector::copy(delta, dx, store);
    }

    #[inline]
    fn vjp_b<A: Shape, B: Shape, T: Element>(
        _: &[T],
        _: &[T],
        _: &[T],
        delta: &[T],
        db: &mut [T],
        store: Store<T>,
    ) {
        for (db, delta) in db.iter_mut().zip(delta.chunks_exact(Self::each::<A, B>())) {
            store.put(db, vector::sum(delta));
        }
    }

    #[inline]
    fn jvp_a<A: Shape, B: Shape, T: Element>(
        _: &[T],
        _: &[T],
        _: &[T],
        tx: &[T],
        ty: &mut [T],
        store: Store<T>,
    ) {
        vector::copy(tx, ty, store);
    }

    #[inline]
    fn jvp_b<A: Shape, B: Shape, T: Element>(
        _: &[T],
        _: &[T],
        _: &[T],
        tb: &[T],
        ty: &mut [T],
        store: Store<T>,
    ) {
        let channels = ty.chunks_exact_mut(Self::each::<A, B>());
        for (channel, b) in channels.zip(tb) {
            for y in channel {
                store.put(y, *b);
            }
        }
    }
}

impl InPlace for AddPerChannel {
    #[inline]
    fn assign<A: Shape, B: Shape, T: Element>(mut x: ViewMut<'_, A, T>, b: View<'_, B, T>) {
        vector::vectorised::<T>(
            #[inline(always)]
            || {
                x.each(
                    b.samples(),
                    Store::set(),
                    #[inline(always)]
                    |i, x, _| {
                        let channels = x.chunks_exact_mut(Self::each::<A, B>());
                        for (channel, b) in channels.zip(b.sample(i)) {
                            for x in channel {
                                *x += *b;
                            }
                        }
                    },
                );
            },
        );
    }

    #[inline]
    fn pull_back_a<A: Shape, B: Shape, T: Element>(_: ViewMut<'_, A, T>, _: View<'_, B, T>) {}
}
