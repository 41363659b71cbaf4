//! The residual connection: y = x + f(x).

use crate::layer;
use crate::network::Layer;
use crate::shape::{SameAs, Shape};
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
pub struct Residual<L: Layer> {
    /// The layer f.
    pub inner: L,
}

#[layer]
impl<L: Layer> Residual<L>
where
    L::Out: Keeps<L::In>,
{
    fn forward(&self, x: &Tensor<L::In, L::Elem>) -> Tensor<L::In, L::Elem> {
        x + self.inner.forward(x).same::<L::In>()
    }
}

/// `Out: Keeps<In>` holds where a layer that takes `In` and returns `Out` keeps the shape: what [`Residual`] needs.
///
/// ```
/// use typograd::{layer::Keeps, prelude::*};
///
/// fn around<L: Layer>(inner: L) -> Residual<L>
/// where
///     L::Out: Keeps<L::In>,
/// {
///     Residual { inner }
/// }
///
/// let layer = around(Activate::<Relu, (D<2>,)>::default());
/// assert_eq!(layer.forward(&Vector::from([-1.0, 2.0])), Vector::from([-1.0, 4.0])); // x + relu(x)
/// ```
#[diagnostic::on_unimplemented(
    message = "x + f(x) needs an f that keeps the shape: this one takes `{In}` and returns `{Self}`",
    label = "the output of the layer within must have the shape `{In}`"
)]
pub trait Keeps<In: Shape>: SameAs<In> {}

#[diagnostic::do_not_recommend]
impl<S: Shape> Keeps<S> for S {}
