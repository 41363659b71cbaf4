// `Same` keeps the size: with a stride of two it cannot.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: Conv2d<Image<D<1>, D<8>, D<8>>, D<2>, D<3>, Relu, Same, D<2>>,
}

fn main() {}
