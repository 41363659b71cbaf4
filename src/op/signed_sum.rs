//! y = a ± b: what addition and subtraction share.

use super::{Samples, View, ViewMut};
use crate::Element;
use crate::kernel::{Store, rows, vector};
use crate::shape::Shape;

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

/// The rules of an operation, by the sign of its second operand.
macro_rules! signed_sum {
    ($name:ident, $sign:expr, $value:literal, $vjp_a:literal, $vjp_b:literal, $jvp:literal) => {
        impl $crate::op::Binary for $name {
            type Out<A: $crate::Shape, B: $crate::Shape> = A;
            const FORM: $crate::op::ClosedForm = $crate::op::ClosedForm {
                value: $value,
                vjp: &[$vjp_a, $vjp_b],
                jvp: $jvp,
            };

            #[inline]
            fn value<A: $crate::Shape, B: $crate::Shape, T: $crate::Element>(
                a: &[T],
                b: &[T],
                y: &mut [T],
                store: $crate::kernel::Store<T>,
            ) {
                $crate::kernel::vector::copy(a, y, store);
                $crate::op::signed_sum::spread::<A, B, T>(b, y, store.continued().times($sign));
            }

            #[inline]
            fn vjp_a<A: $crate::Shape, B: $crate::Shape, T: $crate::Element>(
                _: &[T],
                _: &[T],
                _: &[T],
                delta: &[T],
                da: &mut [T],
                store: $crate::kernel::Store<T>,
            ) {
                $crate::kernel::vector::copy(delta, da, store);
            }

            #[inline]
            fn vjp_b<A: $crate::Shape, B: $crate::Shape, T: $crate::Element>(
                _: &[T],
                _: &[T],
                _: &[T],
                delta: &[T],
                db: &mut [T],
                store: $crate::kernel::Store<T>,
            ) {
                $crate::op::signed_sum::gather::<A, B, T>(delta, db, store.times($sign));
            }

            #[inline]
            fn jvp_a<A: $crate::Shape, B: $crate::Shape, T: $crate::Element>(
                _: &[T],
                _: &[T],
                _: &[T],
                ta: &[T],
                ty: &mut [T],
                store: $crate::kernel::Store<T>,
            ) {
                $crate::kernel::vector::copy(ta, ty, store);
            }

            #[inline]
            fn jvp_b<A: $crate::Shape, B: $crate::Shape, T: $crate::Element>(
                _: &[T],
                _: &[T],
                _: &[T],
                tb: &[T],
                ty: &mut [T],
                store: $crate::kernel::Store<T>,
            ) {
                $crate::op::signed_sum::spread::<A, B, T>(tb, ty, store.times($sign));
            }

            #[inline]
            fn lift_vjp_b<A: $crate::Shape, B: $crate::Shape, T: $crate::Element>(
                _: $crate::op::View<'_, A, T>,
                _: $crate::op::View<'_, B, T>,
                _: $crate::op::View<'_, A, T>,
                delta: $crate::op::View<'_, A, T>,
                db: $crate::op::ViewMut<'_, B, T>,
                store: $crate::kernel::Store<T>,
            ) {
                $crate::op::signed_sum::lift_gather(delta, db, store.times($sign));
            }
        }

        impl $crate::op::InPlace for $name {
            #[inline]
            fn assign<A: $crate::Shape, B: $crate::Shape, T: $crate::Element>(
                a: $crate::op::ViewMut<'_, A, T>,
                b: $crate::op::View<'_, B, T>,
            ) {
                $crate::op::signed_sum::lift_spread(
                    b,
                    a,
                    $crate::kernel::Store::add().times($sign),
                );
            }

            #[inline]
            fn pull_back_a<A: $crate::Shape, B: $crate::Shape, T: $crate::Element>(
                _: $crate::op::ViewMut<'_, A, T>,
                _: $crate::op::View<'_, B, T>,
            ) {
            }
        }
    };
}
pub(super) use signed_sum;
