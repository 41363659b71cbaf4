//! Which windows fit into images and signals, and which groups divide their channels.

use crate::dim::{Dim, Grouped, PaddingPair, Pair, Slides, Spreads};
use crate::kernel::convolution::Axis;
use crate::shape::Channels;

/// `S: Windows<K, T, E, P>` holds where windows of `K`, moved by `T`, dilated by `E`, fit into images of shape `S`
/// and the padding `P`. See [`Slides`] for how many there are.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::Windows;
///
/// type Out = <(D<3>, D<28>, D<28>) as Windows<D<5>, D<1>, D<1>, Valid>>::Places<D<6>>;
///
/// let _: Image<D<6>, D<24>, D<24>> = Tensor::<Out>::zeros();
/// ```
#[diagnostic::on_unimplemented(
    message = "windows of `{K}` do not fit into `{Self}` with the padding `{P}`, the stride `{T}` and the dilation `{E}`",
    label = "expected an image, `Image<Channels, Height, Width>`, with room for a window in `{Self}` and its padding, `{P}`"
)]
pub trait Windows<K, T, E, P>: Channels {
    /// The shape of `O` channels with an element for each window.
    type Places<O: Dim>: Channels<Channel = O>;
    /// How the windows lie along the height, and along the width.
    const AXES: [Axis; 2];
}

/// The axis of a window `K` that slides over `N`.
const fn axis<N, K: Dim, T: Dim, E: Dim, P>() -> Axis
where
    N: Slides<K, T, E, P>,
{
    Axis {
        len: N::LEN,
        places: <N::Out as Dim>::LEN,
        window: K::LEN,
        stride: T::LEN,
        dilation: E::LEN,
        before: N::BEFORE,
    }
}

#[diagnostic::do_not_recommend]
impl<C: Dim, H, W, K: Pair, T: Pair, E: Pair, P: PaddingPair> Windows<K, T, E, P> for (C, H, W)
where
    H: Slides<K::Height, T::Height, E::Height, P::Height>,
    W: Slides<K::Width, T::Width, E::Width, P::Width>,
{
    type Places<O: Dim> = (O, H::Out, W::Out);
    const AXES: [Axis; 2] = [
        axis::<H, K::Height, T::Height, E::Height, P::Height>(),
        axis::<W, K::Width, T::Width, E::Width, P::Width>(),
    ];
}

/// As [`Windows`], for signals of channels × length.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::LineWindows;
///
/// type Out = <(D<3>, D<28>) as LineWindows<D<5>, D<1>, D<1>, Valid>>::Places<D<6>>;
///
/// let _: Matrix<D<6>, D<24>> = Tensor::<Out>::zeros();
/// ```
#[diagnostic::on_unimplemented(
    message = "windows of `{K}` do not fit into `{Self}` with the padding `{P}`, the stride `{T}` and the dilation `{E}`",
    label = "expected a signal, `Matrix<Channels, Length>`, with room for a window in `{Self}` and its padding, `{P}`"
)]
pub trait LineWindows<K, T, E, P>: Channels {
    /// The shape of `O` channels with an element for each window.
    type Places<O: Dim>: Channels<Channel = O>;
    /// How the windows lie.
    const AXIS: Axis;
}

#[diagnostic::do_not_recommend]
impl<C: Dim, N, K: Dim, T: Dim, E: Dim, P> LineWindows<K, T, E, P> for (C, N)
where
    N: Slides<K, T, E, P>,
{
    type Places<O: Dim> = (O, N::Out);
    const AXIS: Axis = axis::<N, K, T, E, P>();
}

/// `S: SpreadWindows<K, T, E, P, X>` holds where windows of `K`, spread from the elements of images of shape `S`, cover more
/// than the padding `P`, and `X` is less than the stride `T`. See [`Spreads`] for how much they cover.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::SpreadWindows;
///
/// type Out = <(D<3>, D<4>, D<4>) as SpreadWindows<D<3>, D<2>, D<1>, Pad<1>, Pad<1>>>::Covered<D<6>>;
///
/// let _: Image<D<6>, D<8>, D<8>> = Tensor::<Out>::zeros();
/// ```
#[diagnostic::on_unimplemented(
    message = "windows of `{K}` spread from `{Self}`, `{T}` apart, leave nothing of the padding `{P}`, or `{X}` is no less than the stride",
    label = "expected an image, less padding than the windows cover, and less behind, `{X}`, than the stride, `{T}`"
)]
pub trait SpreadWindows<K, T, E, P, X>: Channels {
    /// The shape of `O` channels of what is covered.
    type Covered<O: Dim>: Channels<Channel = O>;
    /// How the windows lie along the height, and along the width, of what is covered.
    const AXES: [Axis; 2];
}

/// The axis of a window `K` whose places are the elements of `N`.
const fn spread<N, K: Dim, T: Dim, E: Dim, P, X>() -> Axis
where
    N: Spreads<K, T, E, P, X>,
{
    Axis {
        len: <N::Out as Dim>::LEN,
        places: N::LEN,
        window: K::LEN,
        stride: T::LEN,
        dilation: E::LEN,
        before: N::BEFORE,
    }
}

#[diagnostic::do_not_recommend]
impl<C: Dim, H, W, K: Pair, T: Pair, E: Pair, P: PaddingPair, X: PaddingPair>
    SpreadWindows<K, T, E, P, X> for (C, H, W)
where
    H: Spreads<K::Height, T::Height, E::Height, P::Height, X::Height>,
    W: Spreads<K::Width, T::Width, E::Width, P::Width, X::Width>,
{
    type Covered<O: Dim> = (O, H::Out, W::Out);
    const AXES: [Axis; 2] = [
        spread::<H, K::Height, T::Height, E::Height, P::Height, X::Height>(),
        spread::<W, K::Width, T::Width, E::Width, P::Width, X::Width>(),
    ];
}

/// `S: Groups<O, G>` holds where the channels of shape `S` and `O` filters can be divided into `G` groups.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::Groups;
///
/// let _: Vector<D<3>> = Vector::<<(D<6>, D<8>, D<8>) as Groups<D<4>, D<2>>>::Channels>::zeros();
/// ```
#[diagnostic::on_unimplemented(
    message = "the channels of `{Self}` and `{O}` filters cannot be divided into `{G}` groups of equal size",
    label = "the number of groups, `{G}`, must divide that of the channels and that of the filters"
)]
pub trait Groups<O: Dim, G: Dim>: Channels {
    /// The channels of a group.
    type Channels: Dim;
    /// The filters of a group.
    type Filters: Dim;
}

#[diagnostic::do_not_recommend]
impl<S: Channels, O: Dim, G: Dim> Groups<O, G> for S
where
    S::Channel: Grouped<G>,
    O: Grouped<G>,
{
    type Channels = <S::Channel as Grouped<G>>::Each;
    type Filters = O::Each;
}
