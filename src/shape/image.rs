//! What becomes of the shapes of images: with a margin, without one, magnified, and one behind the other.

use super::Shape;
use crate::dim::Margin;
use crate::dim::{Dim, Grows, Joins, PaddingPair, Pair, Repeats, Shrinks};

/// `S: Padded<P>` names the shape of images with a margin `P`; see [`Tensor::pad`](crate::Tensor::pad).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be padded by `{P}`",
    label = "expected the shape of an image, `(Channels, Height, Width)`"
)]
pub trait Padded<P>: Shape {
    /// The shape with the margin.
    type Out: Shape;
}

#[diagnostic::do_not_recommend]
impl<C: Dim, H, W, P: PaddingPair<Height: Margin, Width: Margin>> Padded<P> for (C, H, W)
where
    H: Grows<P::Height>,
    W: Grows<P::Width>,
{
    type Out = (C, H::Out, W::Out);
}

/// `S: Cropped<P>` names the shape of images without a margin `P`; see [`Tensor::crop`](crate::Tensor::crop).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be cropped by `{P}`",
    label = "expected the shape of an image, `(Channels, Height, Width)`, that is larger than `{P}` on both sides"
)]
pub trait Cropped<P>: Shape {
    /// The shape without the margin.
    type Out: Shape;
}

#[diagnostic::do_not_recommend]
impl<C: Dim, H, W, P: PaddingPair<Height: Margin, Width: Margin>> Cropped<P> for (C, H, W)
where
    H: Shrinks<P::Height>,
    W: Shrinks<P::Width>,
{
    type Out = (C, H::Out, W::Out);
}

/// `S: Upsampled<K>` names the shape of images magnified by `K`; see [`Tensor::upsample`](crate::Tensor::upsample).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be magnified by `{K}`",
    label = "expected the shape of an image, `(Channels, Height, Width)`"
)]
pub trait Upsampled<K>: Shape {
    /// The shape of the magnified image.
    type Out: Shape;
}

#[diagnostic::do_not_recommend]
impl<C: Dim, H, W, K: Pair> Upsampled<K> for (C, H, W)
where
    H: Repeats<K::Height>,
    W: Repeats<K::Width>,
{
    type Out = (C, H::Out, W::Out);
}

/// `A: JoinsChannels<B>` names the shape of the channels of `A` and, behind them, those of `B`; see
/// [`Tensor::concat_channels`](crate::Tensor::concat_channels).
#[diagnostic::on_unimplemented(
    message = "the channels of `{Self}` and `{B}` are of different sizes",
    label = "an image of shape `{B}` cannot stand behind one of shape `{Self}`: height and width must be the same"
)]
pub trait JoinsChannels<B>: Shape {
    /// The shape of both.
    type Out: Shape;
}

#[diagnostic::do_not_recommend]
impl<A: Dim + Joins<B>, B: Dim, H: Dim, W: Dim> JoinsChannels<(B, H, W)> for (A, H, W) {
    type Out = (A::Out, H, W);
}

#[diagnostic::do_not_recommend]
impl<A: Dim + Joins<B>, B: Dim, N: Dim> JoinsChannels<(B, N)> for (A, N) {
    type Out = (A::Out, N);
}
