//! An activation as a layer of its own.

use core::marker::PhantomData;

use crate::op::Activation;
use crate::shape::Shape;
use crate::tensor::Tensor;
use crate::{Element, layer};

/// An activation as a layer of its own: y = f(x), for tensors of any shape `S`; no parameters.
///
/// ```
/// use typograd::prelude::*;
///
/// let network = <(Dense<D<3>, D<2>>, Activate<Tanh, (D<2>,)>)>::seeded(1);
/// assert!(network.forward(&Vector::full(100.0)).norm_max() <= 1.0);
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Activate<F: Activation, S: Shape, T: Element = f32> {
    activation: PhantomData<(F, S, T)>,
}

#[layer]
impl<F: Activation, S: Shape, T: Element> Activate<F, S, T> {
    fn forward(&self, x: &Tensor<S, T>) -> Tensor<S, T> {
        F::of(x)
    }
}
