// Four groups of six channels, in a network that is used.
use typograd::prelude::*;

type Conv = GroupedConv2d<Image<D<6>, D<8>, D<8>>, D<8>, D<3>, D<4>, Relu, Same>;

#[derive(Network)]
pub struct Net {
    conv: Conv,
    means: GlobalAvgPool2d<OutputOf<Conv>>,
}

fn main() {
    let _ = Net::seeded(1).forward(&Image::ones());
}
