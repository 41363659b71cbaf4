//! The convolutional layer on signals without a bias: y = f(x ∗ w).

use core::marker::PhantomData;

use crate::dim::{D, Dim, PaddingPair, Valid};
use crate::layer;
use crate::op::{Activation, Identity};
use crate::shape::Shape;
use crate::tensor::{AnyTensor, Convolution1d, LineWindows, Tensor};

/// The sizes of the layer.
type Of<In, O, K, P, S, E> = Convolution1d<<In as AnyTensor>::Shape, O, K, P, S, E>;
/// The channels of the images.
type ChannelsOf<In> = <<In as AnyTensor>::Shape as Shape>::Rows;
/// Its kernels.
type Kernels<In, O, K> = Tensor<(O, ChannelsOf<In>, K), <In as AnyTensor>::Elem>;

/// The convolutional layer on signals without a bias, y = f(x ∗ w); otherwise as [`Conv1d`](super::Conv1d).
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = Conv1dNoBias<Matrix<D<2>, D<100>>, D<8>, D<5>, Relu, Same>;
///
/// assert_eq!(Conv::PARAMS, 8 * 2 * 5);
/// assert_eq!(Conv::seeded(1).forward(&Matrix::zeros()), Matrix::<D<8>, D<100>>::zeros());
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conv1dNoBias<
    In: AnyTensor,
    O: Dim,
    K: Dim,
    F: Activation = Identity,
    P: PaddingPair = Valid,
    S: Dim = D<1>,
    E: Dim = D<1>,
> {
    /// The kernels w: filters × channels × length.
    #[init(F::INITIALIZER)]
    pub w: Kernels<In, O, K>,
    of: PhantomData<(F, P, S, E)>,
}

#[layer]
impl<In: AnyTensor, O: Dim, K: Dim, F: Activation, P: PaddingPair, S: Dim, E: Dim>
    Conv1dNoBias<In, O, K, F, P, S, E>
where
    In::Shape: LineWindows<K, S, E, P>,
{
    fn forward(
        &self,
        x: &Tensor<<In::Shape as LineWindows<K, S, E, P>>::Input, In::Elem>,
    ) -> Tensor<<In::Shape as LineWindows<K, S, E, P>>::Places<O>, In::Elem> {
        F::of(x.convolve::<Of<In, O, K, P, S, E>>(&self.w))
    }
}
