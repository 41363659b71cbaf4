// A pooling of images of other sizes than those before it.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: Conv2d<Image<D<1>, D<28>, D<28>>, D<6>, D<5>, Relu>,
    pool: MaxPool2d<Image<D<6>, D<28>, D<28>>, D<2>>,
}

fn main() {}
