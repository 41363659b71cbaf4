//! The sizes of a pooling as a type, and the pooling of tensors by hand.

use core::marker::PhantomData;

use super::{Over, Tensor, Windows};
use crate::Element;
use crate::dim::{D, Dim, Valid};
use crate::kernel::Store;
use crate::kernel::pooling;
use crate::shape::{Channels, Shape};

/// The sizes of a pooling: [`Pooling2d`], whose images and windows fit.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::{Pooling, Pooling2d};
///
/// let _: Image<D<6>, D<13>, D<13>> = Tensor::<<Pooling2d<(D<6>, D<27>, D<26>), D<2>> as Pooling>::Out>::zeros();
/// ```
#[diagnostic::on_unimplemented(
    message = "the sizes of the pooling `{Self}` do not fit",
    label = "the windows must fit into the images and their padding"
)]
pub trait Pooling: Over<<<Self as Pooling>::In as Shape>::Meant> + Send + Sync + 'static {
    /// The shape of the input, channels first; a [`Misfit`](crate::shape::Misfit) if it has no room for a window.
    type In: Shape;
    /// The shape of the output.
    type Out: Channels;
    /// The sizes as numbers.
    const WINDOWS: pooling::Windows;
}

/// The sizes of a pooling of an image of shape `In` by windows of `K`, for the stride `S` and the padding `P`: see
/// [`Pooling`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pooling2d<In, K, S = K, P = Valid>(PhantomData<(In, K, S, P)>);

#[diagnostic::do_not_recommend]
impl<In, K, S, P> Over<In> for Pooling2d<In, K, S, P> {}

#[diagnostic::do_not_recommend]
impl<In, K, S, P> Pooling for Pooling2d<In, K, S, P>
where
    In: Windows<K, S, D<1>, P>,
    Self: Send + Sync + 'static,
{
    type In = In::Input;
    type Out = In::Places<In::Rows>;
    const WINDOWS: pooling::Windows = pooling::Windows {
        channels: <In::Rows as Dim>::LEN,
        height: In::AXES[0],
        width: In::AXES[1],
    };
}

/// `S: PooledBy<P>` holds where the sizes `P` of a pooling fit images of shape `S`.
#[diagnostic::on_unimplemented(
    message = "the sizes of the pooling `{P}` do not fit images of shape `{Self}`",
    label = "the windows must fit into the images and their padding"
)]
pub trait PooledBy<P>: Shape {}

#[diagnostic::do_not_recommend]
impl<S: Shape, P: Pooling<In = S>> PooledBy<P> for S {}

impl<S: Shape, T: Element> Tensor<S, T> {
    /// The largest element of each window of each channel; the [sizes](Pooling) are a type.
    ///
    /// ```
    /// use typograd::prelude::*;
    /// use typograd::tensor::Pooling2d;
    ///
    /// let x = Image::<D<1>, D<2>, D<4>>::from([[[1.0, 2.0, 5.0, 6.0], [3.0, 4.0, 8.0, 7.0]]]);
    /// assert_eq!(x.max_pool::<Pooling2d<_, D<2>>>(), Image::from([[[4.0, 8.0]]]));
    /// ```
    pub fn max_pool<P: Over<S::Meant> + Pooling>(&self) -> Tensor<P::Out, T>
    where
        S: PooledBy<P>,
    {
        let mut y = Tensor::zeros();
        let into: &mut Tensor<P::Out, T> = &mut y;
        pooling::largest(
            &P::WINDOWS,
            self.as_slice(),
            into.as_mut_slice(),
            Store::set(),
        );
        y
    }

    /// The mean of each window of each channel, padding being zeros; the [sizes](Pooling) are a type.
    ///
    /// ```
    /// use typograd::prelude::*;
    /// use typograd::tensor::Pooling2d;
    ///
    /// let x = Image::<D<1>, D<2>, D<4>>::from([[[1.0, 2.0, 5.0, 6.0], [3.0, 4.0, 8.0, 7.0]]]);
    /// assert_eq!(x.average_pool::<Pooling2d<_, D<2>>>(), Image::from([[[2.5, 6.5]]]));
    /// ```
    pub fn average_pool<P: Over<S::Meant> + Pooling>(&self) -> Tensor<P::Out, T>
    where
        S: PooledBy<P>,
    {
        let mut y = Tensor::zeros();
        let into: &mut Tensor<P::Out, T> = &mut y;
        pooling::mean(
            &P::WINDOWS,
            self.as_slice(),
            into.as_mut_slice(),
            Store::set(),
        );
        y
    }

    /// The mean of each channel.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Image::<D<2>, D<1>, D<2>>::from([[[1.0, 2.0]], [[3.0, 6.0]]]);
    /// assert_eq!(x.channel_means(), Vector::from([1.5, 4.5]));
    /// ```
    pub fn channel_means(&self) -> Tensor<(S::Channel,), T>
    where
        S: Channels,
    {
        let mut means = Tensor::<(S::Channel,), T>::zeros();
        let each = S::LEN / S::Channel::LEN;
        let share = T::from_f64(1.0 / each as f64);
        let channels = self.as_slice().chunks_exact(each);
        for (mean, channel) in means.as_mut_slice().iter_mut().zip(channels) {
            *mean = channel.iter().copied().sum::<T>() * share;
        }
        means
    }
}
