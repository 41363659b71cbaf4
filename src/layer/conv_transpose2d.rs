//! The transposed convolution: images become larger.

use core::marker::PhantomData;

use crate::dim::{D, Dim, PaddingPair, Pair, Valid};
use crate::layer;
use crate::op::{Activation, Identity};
use crate::shape::Shape;
use crate::tensor::{AnyTensor, SpreadWindows, Tensor, Transposed2d, Vector};

/// The sizes of the layer.
type Of<In, O, K, P, S, X, E> = Transposed2d<<In as AnyTensor>::Shape, O, K, P, S, X, E>;
/// The channels of the images.
type ChannelsOf<In> = <<In as AnyTensor>::Shape as Shape>::Rows;
/// Its kernels.
type Kernels<In, O, K> =
    Tensor<(ChannelsOf<In>, O, <K as Pair>::Height, <K as Pair>::Width), <In as AnyTensor>::Elem>;

/// The transposed convolution y = f(x ∗ᵀ w + b): each element of images `In` is spread over windows of `K` of `O` channels, `S`
/// apart. The padding `P` is cut off; `X`, [`Pad<N>`](crate::dim::Pad) with N below the stride, says how many rows and columns
/// stand behind. The dilation `E` is as for [`Conv2d`](super::Conv2d).
///
/// The sizes of the output are (H − 1) S − padding + E (K − 1) + 1 + X, as in PyTorch.
///
/// With δ the gradient in z = x ∗ᵀ w + b, w: C × O × K × K and b: O:
///
/// | gradient | closed form |
/// |---|---|
/// | kernels | ∇w\[c, o, k, l\] = Σ x\[c, i, j\] δ\[o, S i + k, S j + l\] |
/// | bias | ∇b\[o\] = Σ δ\[o, i, j\] |
/// | input | ∇x\[c, i, j\] = Σ δ\[o, S i + k, S j + l\] w\[c, o, k, l\] |
///
/// w begins as suits the activation ([`Activation::INITIALIZER`]), with fans of O K K and C K K, as PyTorch counts them here too; b at
/// zero. PyTorch keeps w in the same layout.
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = ConvTranspose2d<Image<D<2>, D<4>, D<5>>, D<3>, D<3>, Relu, Pad<1>, D<2>, Pad<1>>;
///
/// let y: Image<D<3>, D<8>, D<10>> = Conv::seeded(1).forward(&Image::ones()); // twice as large
/// assert_eq!(Conv::PARAMS, 2 * 3 * 3 * 3 + 3);
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConvTranspose2d<
    In: AnyTensor,
    O: Dim,
    K: Pair,
    F: Activation = Identity,
    P: PaddingPair = Valid,
    S: Pair = D<1>,
    X: PaddingPair = Valid,
    E: Pair = D<1>,
> {
    /// The kernels w: channels × filters × height × width.
    #[init(F::INITIALIZER)]
    pub w: Kernels<In, O, K>,
    /// The bias b.
    #[init(zeros)]
    pub b: Vector<O, In::Elem>,
    of: PhantomData<(F, P, S, X, E)>,
}

#[layer]
impl<
    In: AnyTensor,
    O: Dim,
    K: Pair,
    F: Activation,
    P: PaddingPair,
    S: Pair,
    X: PaddingPair,
    E: Pair,
> ConvTranspose2d<In, O, K, F, P, S, X, E>
where
    In::Shape: SpreadWindows<K, S, E, P, X>,
{
    fn forward(
        &self,
        x: &Tensor<<In::Shape as SpreadWindows<K, S, E, P, X>>::Input, In::Elem>,
    ) -> Tensor<<In::Shape as SpreadWindows<K, S, E, P, X>>::Covered<O>, In::Elem> {
        F::of(
            x.convolve_transposed::<Of<In, O, K, P, S, X, E>>(&self.w)
                .add_per_channel(&self.b),
        )
    }
}
