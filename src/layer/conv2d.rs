//! The convolutional layer: y = f(x ∗ w + b).

use core::marker::PhantomData;

use crate::dim::{D, Dim, PaddingPair, Pair, Valid};
use crate::layer;
use crate::op::{Activation, Identity};
use crate::shape::Shape;
use crate::tensor::{AnyTensor, Convolution2d, Tensor, Vector, Windows};

/// The sizes of the layer.
type Of<In, O, K, P, S, E> = Convolution2d<<In as AnyTensor>::Shape, O, K, P, S, E>;
/// The channels of the images.
type ChannelsOf<In> = <<In as AnyTensor>::Shape as Shape>::Rows;
/// Its kernels.
type Kernels<In, O, K> =
    Tensor<(O, ChannelsOf<In>, <K as Pair>::Height, <K as Pair>::Width), <In as AnyTensor>::Elem>;

/// The convolutional layer y = f(x ∗ w + b): `O` filters of `K` on images `In`, an activation f or none.
///
/// The sizes of the output follow: ⌊(H + padding − E (K − 1) − 1) / S⌋ + 1, as in PyTorch, and are literals, `D<26>`.
///
/// | | what | for example |
/// |---|---|---|
/// | `In` | the images, channels × height × width | `Image<D<3>, D<32>, D<32>>`, `OutputOf<Before>` |
/// | `O` | the number of filters, the channels of the output | `D<16>` |
/// | `K` | the size of the kernel | `D<5>`; `(D<3>, D<5>)` for height and width |
/// | `F` | the activation | `Relu` |
/// | `P` | the padding: [`Valid`], [`Same`](crate::dim::Same), [`Pad<N>`](crate::dim::Pad), or a pair | `Same` |
/// | `S` | the stride | `D<2>` |
/// | `E` | the dilation | `D<1>` |
///
/// With δ the gradient in z = x ∗ w + b, w: O × C × K × K and b: O:
///
/// | gradient | closed form |
/// |---|---|
/// | kernels | ∇w\[o, c, k, l\] = Σ δ\[o, i, j\] x\[c, i + k, j + l\] |
/// | bias | ∇b\[o\] = Σ δ\[o, i, j\] |
/// | input | ∇x\[c, i, j\] = Σ δ\[o, i − k, j − l\] w\[o, c, k, l\] |
///
/// With groups of channels see [`GroupedConv2d`](super::GroupedConv2d), with one kernel for each channel
/// [`DepthwiseConv2d`](super::DepthwiseConv2d).
///
/// w begins as suits the activation ([`Activation::INITIALIZER`]), with fans of C K K and O K K; b at zero. PyTorch keeps w in
/// the same layout.
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = Conv2d<Image<D<1>, D<28>, D<28>>, D<6>, D<3>, Relu>;
///
/// let y: Image<D<6>, D<26>, D<26>> = Conv::seeded(1).forward(&Image::ones());
/// assert_eq!(Conv::PARAMS, 6 * 3 * 3 + 6);
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conv2d<
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
    /// The bias b.
    #[init(zeros)]
    pub b: Vector<O, In::Elem>,
    of: PhantomData<(F, P, S, E)>,
}

#[layer]
impl<In: AnyTensor, O: Dim, K: Pair, F: Activation, P: PaddingPair, S: Pair, E: Pair>
    Conv2d<In, O, K, F, P, S, E>
where
    In::Shape: Windows<K, S, E, P>,
{
    fn forward(
        &self,
        x: &Tensor<<In::Shape as Windows<K, S, E, P>>::Input, In::Elem>,
    ) -> Tensor<<In::Shape as Windows<K, S, E, P>>::Places<O>, In::Elem> {
        F::of(
            x.convolve::<Of<In, O, K, P, S, E>>(&self.w)
                .add_per_channel(&self.b),
        )
    }
}
