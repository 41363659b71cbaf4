//! The convolutional layer without a bias: y = f(x ∗ w).

use core::marker::PhantomData;

use crate::dim::{D, Dim, PaddingPair, Pair, Valid};
use crate::layer;
use crate::op::{Activation, Identity};
use crate::shape::Shape;
use crate::tensor::{AnyTensor, Convolution2d, Tensor, Windows};

/// The sizes of the layer.
type Of<In, O, K, P, S, E> = Convolution2d<<In as AnyTensor>::Shape, O, K, P, S, E>;
/// The channels of the images.
type ChannelsOf<In> = <<In as AnyTensor>::Shape as Shape>::Rows;
/// Its kernels.
type Kernels<In, O, K> =
    Tensor<(O, ChannelsOf<In>, <K as Pair>::Height, <K as Pair>::Width), <In as AnyTensor>::Elem>;

/// The convolutional layer without a bias, y = f(x ∗ w); otherwise as [`Conv2d`](super::Conv2d).
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = Conv2dNoBias<Image<D<3>, D<8>, D<8>>, D<4>, D<3>, Relu, Same>;
///
/// assert_eq!(Conv::PARAMS, 4 * 3 * 3 * 3);
/// assert_eq!(Conv::seeded(1).forward(&Image::zeros()), Image::<D<4>, D<8>, D<8>>::zeros());
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conv2dNoBias<
    In: AnyTensor,
    O: Dim,
    K: Pair,
    F: Activation = Identity,
    P: PaddingPair = Valid,
    S: Pair = D<1>,
    E: Pair = D<1>,
> {
    /// The kernels w: filters × channels × height × width.
    #[init(F::INITIALIZER)]
    pub w: Kernels<In, O, K>,
    of: PhantomData<(F, P, S, E)>,
}

#[layer]
impl<In: AnyTensor, O: Dim, K: Pair, F: Activation, P: PaddingPair, S: Pair, E: Pair>
    Conv2dNoBias<In, O, K, F, P, S, E>
where
    In::Shape: Windows<K, S, E, P>,
{
    fn forward(
        &self,
        x: &Tensor<<In::Shape as Windows<K, S, E, P>>::Input, In::Elem>,
    ) -> Tensor<<In::Shape as Windows<K, S, E, P>>::Places<O>, In::Elem> {
        F::of(x.convolve::<Of<In, O, K, P, S, E>>(&self.w))
    }
}
