//! The depth-wise convolution: each channel by a kernel of its own.

use core::marker::PhantomData;

use crate::dim::{D, PaddingPair, Pair, Valid};
use crate::layer;
use crate::op::{Activation, Identity};
use crate::shape::Shape;
use crate::tensor::{AnyTensor, DepthwiseConvolution2d, Tensor, Vector, Windows};

/// The sizes of the layer.
type Of<In, K, P, S, E> = DepthwiseConvolution2d<<In as AnyTensor>::Shape, K, P, S, E>;
/// The channels of the images.
type ChannelsOf<In> = <<In as AnyTensor>::Shape as Shape>::Rows;
/// Its kernels.
type Kernels<In, K> = Tensor<
    (
        ChannelsOf<In>,
        D<1>,
        <K as Pair>::Height,
        <K as Pair>::Width,
    ),
    <In as AnyTensor>::Elem,
>;

/// The depth-wise convolution y = f(x ∗ w + b): each channel of images `In` by one kernel of `K` of its own. Sizes, padding
/// `P`, stride `S` and dilation `E` are as for [`Conv2d`](super::Conv2d).
///
/// With δ the gradient in z = x ∗ w + b, w: C × 1 × K × K and b: C:
///
/// | gradient | closed form |
/// |---|---|
/// | kernels | ∇w\[c, 0, k, l\] = Σ δ\[c, i, j\] x\[c, i + k, j + l\] |
/// | bias | ∇b\[c\] = Σ δ\[c, i, j\] |
/// | input | ∇x\[c, i, j\] = Σ δ\[c, i − k, j − l\] w\[c, 0, k, l\] |
///
/// w begins as suits the activation ([`Activation::INITIALIZER`]), with fans of K K and C K K, b at zero.
///
/// With a convolution of 1 × 1 behind it, it does what a full one does for a fraction of the arithmetic (Howard et al.,
/// 2017).
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = DepthwiseConv2d<Image<D<4>, D<8>, D<8>>, D<3>, Relu, Same>;
///
/// let y: Image<D<4>, D<8>, D<8>> = Conv::seeded(1).forward(&Image::ones());
/// assert_eq!(Conv::PARAMS, 4 * 3 * 3 + 4);
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DepthwiseConv2d<
    In: AnyTensor,
    K: Pair,
    F: Activation = Identity,
    P: PaddingPair = Valid,
    S: Pair = D<1>,
    E: Pair = D<1>,
> {
    /// The kernels w: channels × 1 × height × width.
    #[init(F::INITIALIZER)]
    pub w: Kernels<In, K>,
    /// The bias b.
    #[init(zeros)]
    pub b: Vector<ChannelsOf<In>, In::Elem>,
    of: PhantomData<(F, P, S, E)>,
}

#[layer]
impl<In: AnyTensor, K: Pair, F: Activation, P: PaddingPair, S: Pair, E: Pair>
    DepthwiseConv2d<In, K, F, P, S, E>
where
    In::Shape: Windows<K, S, E, P>,
{
    fn forward(
        &self,
        x: &Tensor<<In::Shape as Windows<K, S, E, P>>::Input, In::Elem>,
    ) -> Tensor<<In::Shape as Windows<K, S, E, P>>::Places<ChannelsOf<In>>, In::Elem> {
        F::of(
            x.convolve::<Of<In, K, P, S, E>>(&self.w)
                .add_per_channel(&self.b),
        )
    }
}
