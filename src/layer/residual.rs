//! The residual connection: y = x + f(x).

use crate::layer;
use crate::network::Layer;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// The residual connection y = x + f(x) around a layer or network f that keeps the shape (He et al., 2015).
///
/// With δ = ∇y, the gradient in the input is ∇x = δ + Jᵀ δ, where J is the Jacobian of f.
///
/// ```
/// use typograd::prelude::*;
///
/// type Block = Residual<(Dense<D<4>, D<8>, Relu>, Dense<D<8>, D<4>>)>;
///
/// let block = Block::seeded(1);
/// let x = Vector::ones();
/// assert_eq!(block.forward(&x), &x + block.inner.forward(&x));
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Residual<L: KeepsShape> {
    /// The layer f.
    pub inner: L,
}

#[layer]
impl<L: KeepsShape> Residual<L> {
    fn forward(&self, x: &Tensor<L::Kept, L::Elem>) -> Tensor<L::Kept, L::Elem> {
        x + self.inner.forward(x)
    }
}

/// A layer whose output has the shape of its input: what [`Residual`] can stand around.
pub trait KeepsShape: Layer<In = Self::Kept, Out = Self::Kept> {
    /// The shape of input and output.
    type Kept: Shape;
}

impl<L: Layer> KeepsShape for L
where
    L::Out: SameAs<L::In>,
    L: Layer<In = <L as Layer>::Out>,
{
    type Kept = L::Out;
}

/// The readable end of [`KeepsShape`].
#[diagnostic::on_unimplemented(
    message = "x + f(x) needs a layer f that keeps the shape: this one takes `{In}` and returns `{Self}`",
    label = "the output of this layer must have the shape `{In}`"
)]
pub trait SameAs<In> {}

#[diagnostic::do_not_recommend]
impl<S> SameAs<S> for S {}
