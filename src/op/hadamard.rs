//! y = a ⊙ b, the Hadamard product.

use super::{Binary, ClosedForm, InPlace, View, ViewMut};
use crate::Element;
use crate::kernel::{Store, vector};
use crate::shape::Shape;

/// y = a ⊙ b, element by element.
///
/// | | closed form |
/// |---|---|
/// | value | y = a ⊙ b |
/// | VJP | ∇a = δ ⊙ b, ∇b = δ ⊙ a |
/// | JVP | ẏ = ȧ ⊙ b + a ⊙ ḃ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Binary, Hadamard};
/// use typograd::prelude::*;
///
/// let (a, b, mut y) = ([2.0, 3.0], [5.0, 7.0], [0.0; 2]);
/// Hadamard::value::<(D<2>,), (D<2>,), f32>(&a, &b, &mut y, Store::set());
/// assert_eq!(y, [10.0, 21.0]);
/// Hadamard::vjp_a::<(D<2>,), (D<2>,), f32>(&a, &b, &[], &[1.0, -1.0], &mut y, Store::set());
/// assert_eq!(y, [5.0, -7.0]); // δ ⊙ b
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Hadamard;

impl Binary for Hadamard {
    type Out<A: Shape, B: Shape> = A;
    const FORM: ClosedForm = ClosedForm {
        value: "y = a ⊙ b",
        vjp: &["∇a = δ ⊙ b", "∇b = δ ⊙ a"],
        jvp: "ẏ = ȧ ⊙ b + a ⊙ ḃ",
    };

    #[inline]
    fn value<A: Shape, B: Shape, T: Element>(a: &[T], b: &[T], y: &mut [T], store: Store<T>) {
        vector::hadamard(a, b, y, store);
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
        vector::hadamard(delta, b, da, store);
    }

    #[inline]
    fn vjp_b<A: Shape, B: Shape, T: Element>(
        a: &[T],
        _: &[T],
        _: &[T],
        delta: &[T],
        db: &mut [T],
        store: Store<T>,
    ) {
        vector::hadamard(delta, a, db, store);
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
        vector::hadamard(ta, b, ty, store);
    }

    #[inline]
    fn jvp_b<A: Shape, B: Shape, T: Element>(
        a: &[T],
        _: &[T],
        _: &[T],
        tb: &[T],
        ty: &mut [T],
        store: Store<T>,
    ) {
        vector::hadamard(a, tb, ty, store);
    }
}

impl InPlace for Hadamard {
    #[inline]
    fn assign<A: Shape, B: Shape, T: Element>(mut a: ViewMut<'_, A, T>, b: View<'_, B, T>) {
        a.each(b.samples(), Store::set(), |i, a, _| {
            for (a, b) in a.iter_mut().zip(b.sample(i)) {
                *a *= *b;
            }
        });
    }

    #[inline]
    fn pull_back_a<A: Shape, B: Shape, T: Element>(delta: ViewMut<'_, A, T>, b: View<'_, B, T>) {
        Self::assign(delta, b);
    }
}
