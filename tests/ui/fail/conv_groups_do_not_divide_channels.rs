// Four groups of six channels.
use typograd::prelude::*;

pub fn run(layer: &GroupedConv2d<Image<D<6>, D<8>, D<8>>, D<8>, D<3>, D<4>, Relu, Same>) -> usize {
    core::mem::size_of_val(layer)
}

fn main() {}
