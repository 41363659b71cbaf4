//! y = a − b.

use super::add::{gather, lift_gather, lift_spread, spread};
use super::{Binary, ClosedForm, InPlace, View, ViewMut};
use crate::Element;
use crate::kernel::{Store, vector};
use crate::shape::Shape;

/// y = a − b, for equal shapes, or a number b subtracted from every element.
///
/// | | closed form |
/// |---|---|
/// | value | y = a − b |
/// | VJP | ∇a = δ, ∇b = −δ (for a number, ∇b = −Σ δ) |
/// | JVP | ẏ = ȧ − ḃ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Binary, Subtract};
/// use typograd::prelude::*;
///
/// let mut y = [0.0; 2];
/// Subtract::value::<(D<2>,), (D<2>,), f32>(&[5.0, 7.0], &[2.0, 3.0], &mut y, Store::set());
/// assert_eq!(y, [3.0, 4.0]);
/// Subtract::vjp_b::<(D<2>,), (D<2>,), f32>(&[], &[], &[], &[1.0, -2.0], &mut y, Store::set());
/// assert_eq!(y, [-1.0, 2.0]); // −δ
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Subtract;

impl Binary for Subtract {
    type Out<A: Shape, B: Shape> = A;
    const FORM: ClosedForm = ClosedForm {
        value: "y = a − b",
        vjp: &["∇a = δ", "∇b = −δ"],
        jvp: "ẏ = ȧ − ḃ",
    };

    #[inline]
    fn value<A: Shape, B: Shape, T: Element>(a: &[T], b: &[T], y: &mut [T], store: Store<T>) {
        vector::copy(a, y, store);
        spread::<A, B, T>(b, y, store.continued().times(-T::one()));
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
        vector::copy(delta, da, store);
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
        gather::<A, B, T>(delta, db, store.times(-T::one()));
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
        vector::copy(ta, ty, store);
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
        spread::<A, B, T>(tb, ty, store.times(-T::one()));
    }

    #[inline]
    fn lift_vjp_b<A: Shape, B: Shape, T: Element>(
        _: View<'_, A, T>,
        _: View<'_, B, T>,
        _: View<'_, A, T>,
        delta: View<'_, A, T>,
        db: ViewMut<'_, B, T>,
        store: Store<T>,
    ) {
        lift_gather(delta, db, store.times(-T::one()));
    }
}

impl InPlace for Subtract {
    #[inline]
    fn assign<A: Shape, B: Shape, T: Element>(a: ViewMut<'_, A, T>, b: View<'_, B, T>) {
        lift_spread(b, a, Store::add().times(-T::one()));
    }

    #[inline]
    fn pull_back_a<A: Shape, B: Shape, T: Element>(_: ViewMut<'_, A, T>, _: View<'_, B, T>) {}
}
