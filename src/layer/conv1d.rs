//! The convolutional layer on signals: y = f(x ∗ w + b).

use core::marker::PhantomData;

use crate::dim::{D, Dim, PaddingPair, Valid};
use crate::layer;
use crate::op::{Activation, Identity};
use crate::shape::Shape;
use crate::tensor::{AnyTensor, Convolution1d, LineWindows, Tensor, Vector};

/// The sizes of the layer.
type Of<In, O, K, P, S, E> = Convolution1d<<In as AnyTensor>::Shape, O, K, P, S, E>;
/// The channels of the images.
type ChannelsOf<In> = <<In as AnyTensor>::Shape as Shape>::Rows;
/// Its kernels.
type Kernels<In, O, K> = Tensor<(O, ChannelsOf<In>, K), <In as AnyTensor>::Elem>;

/// The convolutional layer on signals, y = f(x ∗ w + b): `O` filters of `K` on matrices `In` of channels × length, an
/// activation f or none. Sizes, padding `P`, stride `S` and dilation `E` are as for [`Conv2d`](super::Conv2d).
///
/// With δ the gradient in z = x ∗ w + b, w: O × C × K and b: O:
///
/// | gradient | closed form |
/// |---|---|
/// | kernels | ∇w\[o, c, k\] = Σ δ\[o, i\] x\[c, i + k\] |
/// | bias | ∇b\[o\] = Σ δ\[o, i\] |
/// | input | ∇x\[c, i\] = Σ δ\[o, i − k\] w\[o, c, k\] |
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = Conv1d<Matrix<D<2>, D<100>>, D<8>, D<5>, Relu, Valid, D<2>>;
///
/// let y: Matrix<D<8>, D<48>> = Conv::seeded(1).forward(&Matrix::ones()); // ⌊95 / 2⌋ + 1
/// assert_eq!(Conv::PARAMS, 8 * 2 * 5 + 8);
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conv1d<
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
    /// The bias b.
    #[init(zeros)]
    pub b: Vector<O, In::Elem>,
    of: PhantomData<(F, P, S, E)>,
}

#[layer]
impl<In: AnyTensor, O: Dim, K: Dim, F: Activation, P: PaddingPair, S: Dim, E: Dim>
    Conv1d<In, O, K, F, P, S, E>
where
    In::Shape: LineWindows<K, S, E, P>,
{
    fn forward(
        &self,
        x: &Tensor<<In::Shape as LineWindows<K, S, E, P>>::Input, In::Elem>,
    ) -> Tensor<<In::Shape as LineWindows<K, S, E, P>>::Places<O>, In::Elem> {
        F::of(
            x.convolve::<Of<In, O, K, P, S, E>>(&self.w)
                .add_per_channel(&self.b),
        )
    }
}
