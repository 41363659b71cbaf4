// As much behind a transposed convolution as its stride.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: ConvTranspose2d<Image<D<1>, D<4>, D<4>>, D<1>, D<3>, Relu, Pad<1>, D<2>, Pad<2>>,
}

fn main() {}
