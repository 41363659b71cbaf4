// A dense layer right behind a convolution.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: Conv2d<Image<D<1>, D<14>, D<14>>, D<4>, D<5>, Relu>,
    logits: Dense<D<400>, D<10>>,
}

fn main() {}
