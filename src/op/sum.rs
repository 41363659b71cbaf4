//! Sums of elements: all, their mean, the trace.

use super::{ClosedForm, Unary};
use crate::Element;
use crate::kernel::{Store, vector};
use crate::shape::Shape;

/// y = Σ xᵢ.
///
/// | | closed form |
/// |---|---|
/// | value | y = 1ᵀ x |
/// | VJP | ∇x = δ 1 |
/// | JVP | ẏ = 1ᵀ ẋ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Sum, Unary};
/// use typograd::prelude::*;
///
/// let (x, mut y, mut dx) = ([1.0, 2.0, 3.0, 4.0], [0.0], [0.0; 4]); // 2 × 2
/// Sum::value::<(D<2>, D<2>), f32>(&x, &mut y, Store::set());
/// Sum::vjp::<(D<2>, D<2>), f32>(&x, &y, &[8.0], &mut dx, Store::set());
/// assert_eq!((y, dx), ([10.0], [8.0; 4])); // 1 + 2 + 3 + 4, and δ
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sum;

/// y = (1/n) Σ xᵢ.
///
/// | | closed form |
/// |---|---|
/// | value | y = 1ᵀ x / n |
/// | VJP | ∇x = (δ / n) 1 |
/// | JVP | ẏ = 1ᵀ ẋ / n |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Mean, Unary};
/// use typograd::prelude::*;
///
/// let (x, mut y, mut dx) = ([1.0, 2.0, 3.0, 4.0], [0.0], [0.0; 4]); // 2 × 2
/// Mean::value::<(D<2>, D<2>), f32>(&x, &mut y, Store::set());
/// Mean::vjp::<(D<2>, D<2>), f32>(&x, &y, &[8.0], &mut dx, Store::set());
/// assert_eq!((y, dx), ([2.5], [2.0; 4])); // 10 / 4, and δ / 4
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Mean;

/// y = tr X = Σ xᵢᵢ.
///
/// | | closed form |
/// |---|---|
/// | value | y = tr X |
/// | VJP | ∇X = δ I |
/// | JVP | ẏ = tr Ẋ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Trace, Unary};
/// use typograd::prelude::*;
///
/// let (x, mut y, mut dx) = ([1.0, 2.0, 3.0, 4.0], [0.0], [0.0; 4]); // 2 × 2
/// Trace::value::<(D<2>, D<2>), f32>(&x, &mut y, Store::set());
/// Trace::vjp::<(D<2>, D<2>), f32>(&x, &y, &[8.0], &mut dx, Store::set());
/// assert_eq!((y, dx), ([5.0], [8.0, 0.0, 0.0, 8.0])); // 1 + 4, and δ on the diagonal
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Trace;

/// The sum over some elements of x, times a factor: a linear map, whose transpose spreads δ over them.
macro_rules! sum_of {
    ($op:ident, $value:literal, $vjp:literal, $jvp:literal, $step:expr, $factor:expr) => {
        impl Unary for $op {
            type Out<X: Shape> = ();
            const FORM: ClosedForm = ClosedForm {
                value: $value,
                vjp: &[$vjp],
                jvp: $jvp,
            };

            #[inline]
            fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
                let step: usize = $step(X::MATRIX.1);
                let sum = if step == 1 {
                    vector::sum(x)
                } else {
                    x.iter().step_by(step).copied().sum()
                };
                store.put(&mut y[0], sum * T::from_f64($factor(X::LEN)));
            }

            #[inline]
            fn vjp<X: Shape, T: Element>(
                _: &[T],
                _: &[T],
                delta: &[T],
                dx: &mut [T],
                store: Store<T>,
            ) {
                let delta = delta[0] * T::from_f64($factor(X::LEN));
                let step: usize = $step(X::MATRIX.1);
                for (i, dx) in dx.iter_mut().enumerate() {
                    store.put(dx, if i % step == 0 { delta } else { T::zero() });
                }
            }

            #[inline]
            fn jvp<X: Shape, T: Element>(
                _: &[T],
                _: &[T],
                tx: &[T],
                ty: &mut [T],
                store: Store<T>,
            ) {
                Self::value::<X, T>(tx, ty, store);
            }
        }
    };
}

sum_of!(Sum, "y = 1ᵀ x", "∇x = δ 1", "ẏ = 1ᵀ ẋ", |_| 1, |_| 1.0);
sum_of!(
    Mean,
    "y = 1ᵀ x / n",
    "∇x = δ 1 / n",
    "ẏ = 1ᵀ ẋ / n",
    |_| 1,
    |n| 1.0 / n as f64
);
sum_of!(
    Trace,
    "y = tr X",
    "∇X = δ I",
    "ẏ = tr Ẋ",
    |columns| columns + 1,
    |_| 1.0
);
