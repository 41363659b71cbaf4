// A transposed convolution whose padding cuts off all that its windows cover.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: ConvTranspose2d<Image<D<1>, D<1>, D<1>>, D<1>, D<3>, Relu, Pad<2>>,
}

fn main() {}
