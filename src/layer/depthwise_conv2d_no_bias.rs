//! The depth-wise convolution without a bias: each channel by a kernel of its own.

use core::marker::PhantomData;

use crate::dim::{D, PaddingPair, Pair, Valid};
use crate::layer;
use crate::op::{Activation, Identity};
use crate::shape::Shape;
use crate::tensor::{AnyTensor, DepthwiseConvolution2d, Tensor, Windows};

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

/// The depth-wise convolution without a bias, y = f(x ∗ w); otherwise as [`DepthwiseConv2d`](super::DepthwiseConv2d).
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!(DepthwiseConv2dNoBias::<Image<D<4>, D<8>, D<8>>, D<3>>::PARAMS, 4 * 3 * 3);
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DepthwiseConv2dNoBias<
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
    of: PhantomData<(F, P, S, E)>,
}

#[layer]
impl<In: AnyTensor, K: Pair, F: Activation, P: PaddingPair, S: Pair, E: Pair>
    DepthwiseConv2dNoBias<In, K, F, P, S, E>
where
    In::Shape: Windows<K, S, E, P>,
{
    fn forward(
        &self,
        x: &Tensor<<In::Shape as Windows<K, S, E, P>>::Input, In::Elem>,
    ) -> Tensor<<In::Shape as Windows<K, S, E, P>>::Places<ChannelsOf<In>>, In::Elem> {
        F::of(x.convolve::<Of<In, K, P, S, E>>(&self.w))
    }
}
