// Kernels for another number of channels, in a function.
use typograd::prelude::*;
use typograd::tensor::Convolution2d;

#[differentiable]
fn f(x: &Image<D<1>, D<4>, D<4>>, k: &Tensor<(D<2>, D<3>, D<3>, D<3>)>) -> f32 {
    x.convolve::<Convolution2d<_, D<2>, D<3>>>(k).sum()
}

fn main() {}
