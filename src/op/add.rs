//! y = a + b.

use super::{Binary, ClosedForm, InPlace, Samples, View, ViewMut};
use crate::Element;
use crate::kernel::{Store, rows, vector};
use crate::shape::Shape;

/// y = a + b, for equal shapes, or a number b added to every element.
///
/// | | closed form |
/// |---|---|
/// | value | y = a + b |
/// | VJP | ∇a = δ, ∇b = δ (for a number, ∇b = Σ δ) |
/// | JVP | ẏ = ȧ + ḃ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Add, Binary};
/// use typograd::prelude::*;
///
/// let (mut da, mut db) = ([0.0; 3], [0.0]); // a is a vector of three, b a number
/// let (delta, set) = ([1.0, 2.0, 3.0], Store::set());
/// Add::vjp_a::<(D<3>,), (), f32>(&[], &[], &[], &delta, &mut da, set);
/// Add::vjp_b::<(D<3>,), (), f32>(&[], &[], &[], &delta, &mut db, set);
/// assert_eq!((da, db), (delta, [6.0])); // δ and Σ δ
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Add;

/// y ← b, spread over every element of y if `B` is a number and `Y` is not.
#[inline]
pub(super) fn spread<Y: Shape, B: Shape, T: Element>(b: &[T], y: &mut [T], store: Store<T>) {
    if B::RANK == 0 && Y::RANK > 0 {
        for y in y {
            store.put(y, b[0]);
        }
    } else {
        vector::copy(b, y, store);
    }
}

/// db ← δ, summed if `B` is a number and `Y` is not: the transpose of [`spread`].
#[inline]
pub(super) fn gather<Y: Shape, B: Shape, T: Element>(delta: &[T], db: &mut [T], store: Store<T>) {
    if B::RANK == 0 && Y::RANK > 0 {
        store.put(&mut db[0], vector::sum(delta));
    } else {
        vector::copy(delta, db, store);
    }
}

/// [`spread`] for every sample of y: if there is one b for all, in one go.
pub(super) fn lift_spread<Y: Shape, B: Shape, T: Element>(
    b: View<'_, B, T>,
    mut y: ViewMut<'_, Y, T>,
    store: Store<T>,
) {
    if B::LEN == Y::LEN && b.samples() == Samples::Shared {
        rows::spread(b.elements(), y.elements(), store);
    } else {
        y.each(b.samples(), store, |i, y, store| {
            spread::<Y, B, T>(b.sample(i), y, store);
        });
    }
}

/// [`gather`] for every sample of δ: if there is one db for all, in one go.
pub(super) fn lift_gather<Y: Shape, B: Shape, T: Element>(
    delta: View<'_, Y, T>,
    mut db: ViewMut<'_, B, T>,
    store: Store<T>,
) {
    if B::LEN == Y::LEN && db.samples() == Samples::Shared {
        rows::gather(delta.elements(), db.elements(), store);
    } else {
        db.each(delta.samples(), store, |i, db, store| {
            gather::<Y, B, T>(delta.sample(i), db, store);
        });
    }
}

impl Binary for Add {
    type Out<A: Shape, B: Shape> = A;
    const FORM: ClosedForm = ClosedForm {
        value: "y = a + b",
        vjp: &["∇a = δ", "∇b = δ"],
        jvp: "ẏ = ȧ + ḃ",
    };

    #[inline]
    fn value<A: Shape, B: Shape, T: Element>(a: &[T], b: &[T], y: &mut [T], store: Store<T>) {
        vector::copy(a, y, store);
        spread::<A, B, T>(b, y, store.continued());
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
        gather::<A, B, T>(delta, db, store);
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
        spread::<A, B, T>(tb, ty, store);
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
        lift_gather(delta, db, store);
    }
}

impl InPlace for Add {
    #[inline]
    fn assign<A: Shape, B: Shape, T: Element>(a: ViewMut<'_, A, T>, b: View<'_, B, T>) {
        lift_spread(b, a, Store::add());
    }

    #[inline]
    fn pull_back_a<A: Shape, B: Shape, T: Element>(_: ViewMut<'_, A, T>, _: View<'_, B, T>) {}
}
