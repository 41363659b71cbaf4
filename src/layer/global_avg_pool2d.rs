//! Global average pooling: the mean of each channel.

use core::marker::PhantomData;

use crate::layer;
use crate::shape::Channels;
use crate::tensor::{AnyTensor, Tensor, Vector};

/// Global average pooling: the mean of each channel of images `In`, a vector of as many elements as there are channels; no
/// parameters (Lin et al., 2013).
///
/// With δ the gradient in y: ∇x\[c, i, j\] = δ\[c\] / (H W).
///
/// ```
/// use typograd::prelude::*;
///
/// let x = Image::<D<2>, D<1>, D<2>>::from([[[1.0, 2.0]], [[3.0, 6.0]]]);
/// let y: Vector<D<2>> = GlobalAvgPool2d::<Image<D<2>, D<1>, D<2>>>::default().forward(&x);
/// assert_eq!(y, Vector::from([1.5, 4.5]));
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GlobalAvgPool2d<In: AnyTensor>
where
    In::Shape: Channels,
{
    of: PhantomData<(In::Shape, In::Elem)>,
}

#[layer]
impl<In: AnyTensor> GlobalAvgPool2d<In>
where
    In::Shape: Channels,
{
    fn forward(
        &self,
        x: &Tensor<In::Shape, In::Elem>,
    ) -> Vector<<In::Shape as Channels>::Channel, In::Elem> {
        x.channel_means()
    }
}
