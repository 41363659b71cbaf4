//! The convolution in groups without a bias.

use core::marker::PhantomData;

use crate::dim::{D, Dim, PaddingPair, Pair, Valid};
use crate::layer;
use crate::op::{Activation, Identity};
use crate::tensor::{AnyTensor, GroupedConvolution2d, Groups, Tensor, Windows};

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

/// The convolution in groups without a bias, y = f(x ∗ w); otherwise as [`GroupedConv2d`](super::GroupedConv2d).
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!(GroupedConv2dNoBias::<Image<D<6>, D<8>, D<8>>, D<4>, D<3>, D<2>>::PARAMS, 4 * 3 * 3 * 3);
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupedConv2dNoBias<
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
    of: PhantomData<(F, P, S, E)>,
}

#[layer]
impl<In: AnyTensor, O: Dim, K: Pair, G: Dim, F: Activation, P: PaddingPair, S: Pair, E: Pair>
    GroupedConv2dNoBias<In, O, K, G, F, P, S, E>
where
    In::Shape: Windows<K, S, E, P> + Groups<O, G>,
{
    fn forward(
        &self,
        x: &Tensor<Taken<In, O, K, G, P, S, E>, In::Elem>,
    ) -> Tensor<<In::Shape as Windows<K, S, E, P>>::Places<O>, In::Elem> {
        F::of(x.convolve::<Of<In, O, K, G, P, S, E>>(&self.w))
    }
}
