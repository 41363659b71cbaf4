//! The convolution in groups.

use core::marker::PhantomData;

use crate::dim::{D, Dim, PaddingPair, Pair, Valid};
use crate::layer;
use crate::op::{Activation, Identity};
use crate::tensor::{AnyTensor, GroupedConvolution2d, Groups, Tensor, Vector, Windows};

/// The sizes of the layer.
type Of<In, O, K, G, P, S, E> = GroupedConvolution2d<<In as AnyTensor>::Shape, O, K, G, P, S, E>;
/// What it takes.
type Taken<In, O, K, G, P, S, E> = <<In as AnyTensor>::Shape as Groups<O, G>>::Taken<
    <<In as AnyTensor>::Shape as Windows<K, S, E, P>>::Input,
>;
/// Its kernels.
type Kernels<In, O, K, G> = Tensor<
    (
        O,
        <<In as AnyTensor>::Shape as Groups<O, G>>::Channels,
        <K as Pair>::Height,
        <K as Pair>::Width,
    ),
    <In as AnyTensor>::Elem,
>;

/// The convolution in groups, y = f(x ∗ w + b): the channels of images `In` and the `O` filters of `K` are divided into `G` groups of
/// equal size, and each group of filters sees its group of channels alone; otherwise as [`Conv2d`](super::Conv2d).
///
/// With δ the gradient in z = x ∗ w + b, w: O × C/G × K × K and b: O, the gradients are those of a convolution in each group.
/// PyTorch keeps w in the same layout.
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = GroupedConv2d<Image<D<6>, D<8>, D<8>>, D<4>, D<3>, D<2>, Relu, Same>;
///
/// let y: Image<D<4>, D<8>, D<8>> = Conv::seeded(1).forward(&Image::ones());
/// assert_eq!(Conv::PARAMS, 4 * 3 * 3 * 3 + 4); // kernels of 6 / 2 channels
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupedConv2d<
    In: AnyTensor,
    O: Dim,
    K: Pair,
    G: Dim,
    F: Activation = Identity,
    P: PaddingPair = Valid,
    S: Pair = D<1>,
    E: Pair = D<1>,
> where
    In::Shape: Groups<O, G>,
{
    /// The kernels w: filters × channels of a group × height × width.
    #[init(F::INITIALIZER)]
    pub w: Kernels<In, O, K, G>,
    /// The bias b.
    #[init(zeros)]
    pub b: Vector<O, In::Elem>,
    of: PhantomData<(F, P, S, E)>,
}

#[layer]
impl<In: AnyTensor, O: Dim, K: Pair, G: Dim, F: Activation, P: PaddingPair, S: Pair, E: Pair>
    GroupedConv2d<In, O, K, G, F, P, S, E>
where
    In::Shape: Windows<K, S, E, P> + Groups<O, G>,
{
    fn forward(
        &self,
        x: &Tensor<Taken<In, O, K, G, P, S, E>, In::Elem>,
    ) -> Tensor<<In::Shape as Windows<K, S, E, P>>::Places<O>, In::Elem> {
        F::of(
            x.convolve::<Of<In, O, K, G, P, S, E>>(&self.w)
                .add_per_channel(&self.b),
        )
    }
}
