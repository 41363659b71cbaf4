//! A layer of one's own for any sizes that fit: the sizes are a parameter.

use core::marker::PhantomData;
use typograd::prelude::*;
use typograd::shape::Channels;
use typograd::tensor::{Convolution, Convolution2d};

#[layer]
pub struct Filter<C: Convolution<In = X, Out = X>, X: Channels> {
    w: Tensor<C::Weights>,
    of: PhantomData<C>,
}

#[layer]
impl<C: Convolution<In = X, Out = X>, X: Channels> Filter<C, X> {
    fn forward(&self, x: &Tensor<X>) -> Tensor<X> {
        x + relu(x.convolve::<C>(&self.w))
    }
}

type Image8 = (D<1>, D<8>, D<8>);

#[test]
fn runs() {
    let layer = Filter::<Convolution2d<Image8, D<1>, D<5>, Same>, Image8>::seeded(1);
    assert_eq!(layer.forward(&Tensor::zeros()), Tensor::zeros());
}
