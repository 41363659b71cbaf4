//! Average pooling: the mean of each window.

use core::marker::PhantomData;

use crate::dim::{D, PaddingPair, Pair, Valid};
use crate::layer;
use crate::tensor::{AnyTensor, Pooling, Pooling2d, Tensor, Windows};

/// The sizes of the layer.
type Of<In, K, S, P> = Pooling2d<<In as AnyTensor>::Shape, K, S, P>;

/// Average pooling: the mean of each window of `K` of each channel of images `In`, the stride `S` being `K` unless given; no
/// parameters.
///
/// Sizes, strides and padding are as for [`Conv2d`](super::Conv2d). Padding counts, as zeros, as in PyTorch.
///
/// ```
/// use typograd::prelude::*;
///
/// type Pool = AvgPool2d<Image<D<1>, D<2>, D<4>>, D<2>>;
///
/// let x = Image::from([[[1.0, 2.0, 5.0, 6.0], [3.0, 4.0, 8.0, 7.0]]]);
/// assert_eq!(Pool::default().forward(&x), Image::from([[[2.5, 6.5]]]));
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AvgPool2d<In: AnyTensor, K: Pair, S: Pair = K, P: PaddingPair = Valid> {
    of: PhantomData<Of<In, K, S, P>>,
}

#[layer]
impl<In: AnyTensor, K: Pair, S: Pair, P: PaddingPair> AvgPool2d<In, K, S, P>
where
    In::Shape: Windows<K, S, D<1>, P>,
{
    fn forward(
        &self,
        x: &Tensor<<Of<In, K, S, P> as Pooling>::In, In::Elem>,
    ) -> Tensor<<Of<In, K, S, P> as Pooling>::Out, In::Elem> {
        x.average_pool::<Of<In, K, S, P>>()
    }
}
