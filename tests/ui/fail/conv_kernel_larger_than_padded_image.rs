// A kernel that is larger than the image and its padding.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: Conv2d<Image<D<1>, D<3>, D<3>>, D<2>, D<7>, Relu, Pad<1>>,
}

fn main() {}
