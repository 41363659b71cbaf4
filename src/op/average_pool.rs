//! y = mean x, over windows of an image, or over all of it.

use core::marker::PhantomData;

use super::{ClosedForm, Unary, UnaryOf};
use crate::Element;
use crate::dim::Dim as _;
use crate::kernel::{Store, pooling, vector};
use crate::shape::Shape;
use crate::tensor::{Over, Pooling};

/// The mean of each window of each channel, of the sizes `P`, a [`Pooling`]. Padding counts, as zeros.
///
/// | | closed form |
/// |---|---|
/// | value | y\[c, i, j\] = Σ x\[c, window\] / n, for a window of n elements |
/// | VJP | ∇x = avg_poolᵀ(δ): Σ δ\[c, i, j\] / n over the windows that hold the element |
/// | JVP | ẏ\[c, i, j\] = Σ ẋ\[c, window\] / n |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{AveragePool, Unary};
/// use typograd::prelude::*;
/// use typograd::tensor::Pooling2d;
///
/// type Op = AveragePool<Pooling2d<(D<1>, D<1>, D<4>), (D<1>, D<2>)>>;
///
/// let (x, mut y, mut dx) = ([1.0, 2.0, 3.0, 4.0], [0.0; 2], [0.0; 4]);
/// Op::value::<(), f32>(&x, &mut y, Store::set());
/// assert_eq!(y, [1.5, 3.5]);
/// Op::vjp::<(), f32>(&[], &[], &[10.0, 20.0], &mut dx, Store::set());
/// assert_eq!(dx, [5.0, 5.0, 10.0, 10.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AveragePool<P>(PhantomData<P>);

#[diagnostic::do_not_recommend]
impl<X: Shape, P: Over<X::Meant> + Pooling> UnaryOf<X> for AveragePool<P> {
    type Rule = Self;
}

impl<P: Pooling> Unary for AveragePool<P> {
    type Out<X: Shape> = P::Out;
    const FORM: ClosedForm = ClosedForm {
        value: "y = avg_pool(x)",
        vjp: &["∇x = avg_poolᵀ(δ)"],
        jvp: "ẏ = avg_pool(ẋ)",
    };

    #[inline]
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
        pooling::mean(&P::WINDOWS, x, y, store);
    }

    #[inline]
    fn vjp<X: Shape, T: Element>(_: &[T], _: &[T], delta: &[T], dx: &mut [T], store: Store<T>) {
        pooling::mean_pulled_back(&P::WINDOWS, delta, dx, store);
    }

    #[inline]
    fn jvp<X: Shape, T: Element>(_: &[T], _: &[T], tx: &[T], ty: &mut [T], store: Store<T>) {
        pooling::mean(&P::WINDOWS, tx, ty, store);
    }
}

/// The mean of each channel: a vector of as many elements as x has channels, which come first in its shape.
///
/// | | closed form |
/// |---|---|
/// | value | y\[c\] = Σ x\[c, …\] / n, for channels of n elements |
/// | VJP | ∇x\[c, …\] = δ\[c\] / n |
/// | JVP | ẏ\[c\] = Σ ẋ\[c, …\] / n |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{ChannelMeans, Unary};
/// use typograd::prelude::*;
///
/// let mut y = [0.0; 2];
/// ChannelMeans::value::<(D<2>, D<1>, D<2>), f32>(&[1.0, 2.0, 3.0, 6.0], &mut y, Store::set());
/// assert_eq!(y, [1.5, 4.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ChannelMeans;

impl Unary for ChannelMeans {
    type Out<X: Shape> = (X::Rows,);
    const FORM: ClosedForm = ClosedForm {
        value: "y = x 1 / n",
        vjp: &["∇x = δ 1ᵀ / n"],
        jvp: "ẏ = ẋ 1 / n",
    };

    #[inline]
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
        let each = X::LEN / X::Rows::LEN;
        let share = T::from_f64(1.0 / each as f64);
        for (y, channel) in y.iter_mut().zip(x.chunks_exact(each)) {
            store.put(y, vector::sum(channel) * share);
        }
    }

    #[inline]
    fn vjp<X: Shape, T: Element>(_: &[T], _: &[T], delta: &[T], dx: &mut [T], store: Store<T>) {
        let each = X::LEN / X::Rows::LEN;
        let share = T::from_f64(1.0 / each as f64);
        for (delta, channel) in delta.iter().zip(dx.chunks_exact_mut(each)) {
            for dx in channel {
                store.put(dx, *delta * share);
            }
        }
    }

    #[inline]
    fn jvp<X: Shape, T: Element>(_: &[T], _: &[T], tx: &[T], ty: &mut [T], store: Store<T>) {
        Self::value::<X, T>(tx, ty, store);
    }
}
