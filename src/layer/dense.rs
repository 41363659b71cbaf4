//! The dense layer: y = f(W x + b).

use core::marker::PhantomData;

use crate::dim::Dim;
use crate::op::{Activation, Identity};
use crate::tensor::{Matrix, Vector};
use crate::{Element, layer};

/// The dense layer y = f(W x + b), with W: O × I and b: O, and an activation f or none.
///
/// With δ the gradient in z = W x + b, that is δ = ∇y ⊙ f′(z) for an element-wise f:
///
/// | gradient | closed form | shape |
/// |---|---|---|
/// | weights | ∇W = δ xᵀ | O × I |
/// | bias | ∇b = δ | O |
/// | input | ∇x = Wᵀ δ | I |
///
/// W begins as suits the activation ([`Activation::INITIALIZER`]), b at zero. PyTorch calls this `Linear`, and keeps W
/// in the same layout; [`DenseTransposed`](super::DenseTransposed) keeps Wᵀ, as Flax and TensorFlow do, which is quicker for
/// a single sample and many outputs.
///
/// ```
/// use typograd::prelude::*;
///
/// let mut layer = Dense::<D<3>, D<2>, Relu>::seeded(1);
/// layer.w = Matrix::from([[1.0, 0.0, 2.0], [0.0, -1.0, 0.0]]);
/// layer.b = Vector::from([0.5, 0.0]);
/// assert_eq!(layer.forward(&Vector::from([1.0, 2.0, 3.0])), Vector::from([7.5, 0.0]));
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dense<I: Dim, O: Dim, F: Activation = Identity, T: Element = f32> {
    /// The weights W.
    #[init(F::INITIALIZER)]
    pub w: Matrix<O, I, T>,
    /// The bias b.
    #[init(zeros)]
    pub b: Vector<O, T>,
    activation: PhantomData<F>,
}

#[layer]
impl<I: Dim, O: Dim, F: Activation, T: Element> Dense<I, O, F, T> {
    fn forward(&self, x: &Vector<I, T>) -> Vector<O, T> {
        F::of(&self.w * x + &self.b)
    }
}
