//! y = a ⊘ b, the Hadamard quotient.

use super::{Binary, ClosedForm, InPlace, View, ViewMut};
use crate::Element;
use crate::kernel::{Store, vector};
use crate::shape::Shape;

/// y = a ⊘ b, element by element, or a divided by a number b.
///
/// | | closed form |
/// |---|---|
/// | value | y = a ⊘ b |
/// | VJP | ∇a = δ ⊘ b, ∇b = −δ ⊙ y ⊘ b (for a number, its sum) |
/// | JVP | ẏ = (ȧ − y ⊙ ḃ) ⊘ b |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Binary, Quotient};
/// use typograd::prelude::*;
///
/// let (a, b, y) = ([6.0, 1.0], [2.0, 4.0], [3.0, 0.25]);
/// let mut db = [0.0; 2];
/// Quotient::vjp_b::<(D<2>,), (D<2>,), f32>(&a, &b, &y, &[1.0, 16.0], &mut db, Store::set());
/// assert_eq!(db, [-1.5, -1.0]); // −δ a / b²
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Quotient;

/// The element of b that divides element `i`.
#[inline]
fn divisor<A: Shape, B: Shape, T: Element>(b: &[T], i: usize) -> T {
    if B::RANK == 0 && A::RANK > 0 {
        b[0]
    } else {
        b[i]
    }
}

impl Binary for Quotient {
    type Out<A: Shape, B: Shape> = A;
    const FORM: ClosedForm = ClosedForm {
        value: "y = a ⊘ b",
        vjp: &["∇a = δ ⊘ b", "∇b = −δ ⊙ y ⊘ b"],
        jvp: "ẏ = (ȧ − y ⊙ ḃ) ⊘ b",
    };

    #[inline]
    fn value<A: Shape, B: Shape, T: Element>(a: &[T], b: &[T], y: &mut [T], store: Store<T>) {
        for (i, (y, a)) in y.iter_mut().zip(a).enumerate() {
            store.put(y, *a / divisor::<A, B, T>(b, i));
        }
    }

    #[inline]
    fn vjp_a<A: Shape, B: Shape, T: Element>(
        _: &[T],
        b: &[T],
        _: &[T],
        delta: &[T],
        da: &mut [T],
        store: Store<T>,
    ) {
        Self::value::<A, B, T>(delta, b, da, store);
    }

    #[inline]
    fn vjp_b<A: Shape, B: Shape, T: Element>(
        _: &[T],
        b: &[T],
        y: &[T],
        delta: &[T],
        db: &mut [T],
        store: Store<T>,
    ) {
        if B::RANK == 0 && A::RANK > 0 {
            let sum = vector::dot(delta, y);
            store.put(&mut db[0], -sum / b[0]);
        } else {
            for (i, db) in db.iter_mut().enumerate() {
                store.put(db, -delta[i] * y[i] / b[i]);
            }
        }
    }

    #[inline]
    fn jvp_a<A: Shape, B: Shape, T: Element>(
        _: &[T],
        b: &[T],
        _: &[T],
        ta: &[T],
        ty: &mut [T],
        store: Store<T>,
    ) {
        Self::value::<A, B, T>(ta, b, ty, store);
    }

    #[inline]
    fn jvp_b<A: Shape, B: Shape, T: Element>(
        _: &[T],
        b: &[T],
        y: &[T],
        tb: &[T],
        ty: &mut [T],
        store: Store<T>,
    ) {
        let minus = store.times(-T::one());
        for (i, (ty, y)) in ty.iter_mut().zip(y).enumerate() {
            let (b, tb) = (divisor::<A, B, T>(b, i), divisor::<A, B, T>(tb, i));
            minus.put(ty, *y * tb / b);
        }
    }
}

impl InPlace for Quotient {
    #[inline]
    fn assign<A: Shape, B: Shape, T: Element>(mut a: ViewMut<'_, A, T>, b: View<'_, B, T>) {
        a.each(b.samples(), Store::set(), |s, a, _| {
            for (i, a) in a.iter_mut().enumerate() {
                *a /= divisor::<A, B, T>(b.sample(s), i);
            }
        });
    }

    #[inline]
    fn pull_back_a<A: Shape, B: Shape, T: Element>(delta: ViewMut<'_, A, T>, b: View<'_, B, T>) {
        Self::assign(delta, b);
    }
}
