//! y = (a, b), the channels of one image behind those of another.

use core::marker::PhantomData;

use super::{Binary, BinaryOf, ClosedForm};
use crate::Element;
use crate::kernel::{Store, vector};
use crate::shape::{JoinsChannels, Shape};

/// The channels of a and, behind them, those of b; the shape of both together is `R`.
///
/// | | closed form |
/// |---|---|
/// | value | y = concat(a, b) |
/// | VJP | ∇a = split₁(δ), the first channels of δ, ∇b = split₂(δ), the others |
/// | JVP | ẏ = concat(ȧ, ḃ) |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Binary, ConcatChannels};
/// use typograd::prelude::*;
///
/// type A = (D<1>, D<1>, D<1>);
/// type B = (D<2>, D<1>, D<1>);
/// type Op = ConcatChannels<(D<3>, D<1>, D<1>)>;
///
/// let (mut y, mut db) = ([0.0; 3], [0.0; 2]);
/// Op::value::<A, B, f32>(&[1.0], &[2.0, 3.0], &mut y, Store::set());
/// assert_eq!(y, [1.0, 2.0, 3.0]);
/// Op::vjp_b::<A, B, f32>(&[], &[], &[], &y, &mut db, Store::set());
/// assert_eq!(db, [2.0, 3.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ConcatChannels<R>(PhantomData<R>);

/// [`ConcatChannels`], for images of one size: what `a.concat_channels(&b)` is.
#[derive(Clone, Copy, Debug)]
pub struct JoinChannels;

impl<A: JoinsChannels<B>, B: Shape> BinaryOf<A, B> for JoinChannels {
    type Rule = ConcatChannels<A::Out>;
}

impl<R: Shape> Binary for ConcatChannels<R> {
    type Out<A: Shape, B: Shape> = R;
    const FORM: ClosedForm = ClosedForm {
        value: "y = concat(a, b)",
        vjp: &["∇a = split₁(δ)", "∇b = split₂(δ)"],
        jvp: "ẏ = concat(ȧ, ḃ)",
    };

    #[inline]
    fn value<A: Shape, B: Shape, T: Element>(a: &[T], b: &[T], y: &mut [T], store: Store<T>) {
        let (first, rest) = y.split_at_mut(A::LEN);
        vector::copy(a, first, store);
        vector::copy(b, rest, store);
    }

    #[inline]
    fn vjp_a<A: Shape, B: Shape, T: Element>(
        _: &[T],
        _: &[T],
        _: &[T],
        delta: &[T],
        da: &mut [T],
        store: Store<T>,
    ) {
        vector::copy(&delta[..A::LEN], da, store);
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
        vector::copy(&delta[A::LEN..], db, store);
    }

    #[inline]
    fn jvp_a<A: Shape, B: Shape, T: Element>(
        _: &[T],
        _: &[T],
        _: &[T],
        ta: &[T],
        ty: &mut [T],
        store: Store<T>,
    ) {
        let (first, rest) = ty.split_at_mut(A::LEN);
        vector::copy(ta, first, store);
        store.put_nothing(rest);
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
        let (first, rest) = ty.split_at_mut(A::LEN);
        store.put_nothing(first);
        vector::copy(tb, rest, store);
    }
}
