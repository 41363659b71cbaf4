// Three groups of eight filters.
use typograd::prelude::*;

pub fn run(layer: &GroupedConv2d<Image<D<6>, D<8>, D<8>>, D<8>, D<3>, D<3>, Relu, Same>) -> usize {
    core::mem::size_of_val(layer)
}

fn main() {}
