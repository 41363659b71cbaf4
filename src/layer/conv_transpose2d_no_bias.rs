//! The transposed convolution without a bias: images become larger.

use core::marker::PhantomData;

use crate::dim::{D, Dim, PaddingPair, Pair, Valid};
use crate::layer;
use crate::op::{Activation, Identity};
use crate::shape::Shape;
use crate::tensor::{AnyTensor, SpreadWindows, Tensor, Transposed2d};

/// The sizes of the layer.
type Of<In, O, K, P, S, X, E> = Transposed2d<<In as AnyTensor>::Shape, O, K, P, S, X, E>;
/// The channels of the images.
type ChannelsOf<In> = <<In as AnyTensor>::Shape as Shape>::Rows;
/// Its kernels.
type Kernels<In, O, K> =
    Tensor<(ChannelsOf<In>, O, <K as Pair>::Height, <K as Pair>::Width), <In as AnyTensor>::Elem>;

/// The transposed convolution without a bias, y = f(x ∗ᵀ w); otherwise as [`ConvTranspose2d`](super::ConvTranspose2d).
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = ConvTranspose2dNoBias<Image<D<2>, D<4>, D<4>>, D<3>, D<2>, Identity, Valid, D<2>>;
///
/// assert_eq!(Conv::PARAMS, 2 * 3 * 2 * 2);
/// assert_eq!(Conv::seeded(1).forward(&Image::zeros()), Image::<D<3>, D<8>, D<8>>::zeros());
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConvTranspose2dNoBias<
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
> ConvTranspose2dNoBias<In, O, K, F, P, S, X, E>
where
    In::Shape: SpreadWindows<K, S, E, P, X>,
{
    fn forward(
        &self,
        x: &Tensor<<In::Shape as SpreadWindows<K, S, E, P, X>>::Input, In::Elem>,
    ) -> Tensor<<In::Shape as SpreadWindows<K, S, E, P, X>>::Covered<O>, In::Elem> {
        F::of(x.convolve_transposed::<Of<In, O, K, P, S, X, E>>(&self.w))
    }
}
