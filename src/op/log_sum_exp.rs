//! y = ln Σ eˣ.

use super::{ClosedForm, Unary};
use crate::Element;
use crate::kernel::Store;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// y = ln Σ eˣⁱ over all elements. The largest is subtracted first, so nothing overflows.
///
/// | | closed form |
/// |---|---|
/// | value | y = ln 1ᵀ eˣ |
/// | VJP | ∇x = δ softmax(x) |
/// | JVP | ẏ = softmax(x)ᵀ ẋ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{LogSumExp, Unary};
/// use typograd::prelude::*;
///
/// let (x, mut y, mut dx) = ([1e4, 1e4], [0.0], [0.0; 2]);
/// LogSumExp::value::<(D<2>,), f64>(&x, &mut y, Store::set());
/// assert_eq!(y, [1e4 + 2_f64.ln()]);
/// LogSumExp::vjp::<(D<2>,), f64>(&x, &y, &[1.0], &mut dx, Store::set());
/// assert!((dx[0] - 0.5).abs() < 1e-12 && dx[0] == dx[1]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LogSumExp;

impl Unary for LogSumExp {
    type Out<X: Shape> = ();
    const FORM: ClosedForm = ClosedForm {
        value: "y = ln 1ᵀ eˣ",
        vjp: &["∇x = δ softmax(x)"],
        jvp: "ẏ = softmax(x)ᵀ ẋ",
    };

    #[inline]
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
        store.put(&mut y[0], log_sum_exp(x));
    }

    #[inline]
    fn vjp<X: Shape, T: Element>(x: &[T], _: &[T], delta: &[T], dx: &mut [T], store: Store<T>) {
        let (largest, sum) = (largest(x), sum(x));
        for (x, dx) in x.iter().zip(dx) {
            store.put(dx, delta[0] * (exp_less(*x, largest) / sum));
        }
    }

    #[inline]
    fn jvp<X: Shape, T: Element>(x: &[T], _: &[T], tx: &[T], ty: &mut [T], store: Store<T>) {
        let (largest, sum) = (largest(x), sum(x));
        let along: T = x
            .iter()
            .zip(tx)
            .map(|(x, tx)| exp_less(*x, largest) * *tx)
            .sum();
        store.put(&mut ty[0], along / sum);
    }
}

/// The largest element, or NaN.
fn largest<T: Element>(x: &[T]) -> T {
    x.iter().fold(x[0], |largest, x| {
        if *x > largest || x.is_nan() {
            *x
        } else {
            largest
        }
    })
}

/// eˣ⁻ᵐ; 1 for x = m, which may be infinite.
fn exp_less<T: Element>(x: T, largest: T) -> T {
    if x.is_infinite() && x == largest {
        T::one()
    } else {
        (x - largest).exp()
    }
}

/// Σ eˣ⁻ᵐ for the largest element m.
fn sum<T: Element>(x: &[T]) -> T {
    let largest = largest(x);
    x.iter().map(|x| exp_less(*x, largest)).sum()
}

impl<S: Shape, T: Element> Tensor<S, T> {
    /// ln Σ eˣⁱ over all elements, without overflow on the way.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<2>, f64>::from([1e4, 1e4]);
    /// assert_eq!(x.log_sum_exp(), 1e4 + 2_f64.ln());
    /// ```
    pub fn log_sum_exp(&self) -> T {
        log_sum_exp(self.as_slice())
    }
}

/// ln Σ eˣⁱ of at least one number.
fn log_sum_exp<T: Element>(x: &[T]) -> T {
    largest(x) + sum(x).ln()
}
