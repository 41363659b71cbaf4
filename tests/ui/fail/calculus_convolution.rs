// A kernel larger than the image, in a function.
use typograd::prelude::*;
use typograd::tensor::Convolution2d;

#[differentiable]
fn f(x: &Image<D<1>, D<4>, D<4>>, k: &Tensor<(D<2>, D<1>, D<5>, D<5>)>) -> f32 {
    x.convolve::<Convolution2d<_, D<2>, D<5>>>(k).sum()
}

fn main() {}
