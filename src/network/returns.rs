//! The tensor that a layer returns.

use super::Layer;
use crate::tensor::Tensor;

/// What a layer returns, by a name in which the layer stands once: where each layer's type is spelled by the one before it, one in
/// which it stands twice is doubled by every layer.
#[doc(hidden)]
pub trait Returns {
    /// [`OutputOf`](super::OutputOf) it.
    type Output;
}

impl<L: Layer> Returns for L {
    type Output = Tensor<L::Out, L::Elem>;
}
