// Three groups of eight filters.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: GroupedConv2d<Image<D<6>, D<8>, D<8>>, D<8>, D<3>, D<3>, Relu, Same>,
}

fn main() {}
