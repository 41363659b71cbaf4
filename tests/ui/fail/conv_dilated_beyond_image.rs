// A kernel whose dilation spreads it beyond the image.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: Conv2d<Image<D<1>, D<8>, D<8>>, D<2>, D<5>, Relu, Valid, D<1>, D<2>>,
}

fn main() {}
