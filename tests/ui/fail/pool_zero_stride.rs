// A pooling whose windows stay where they are.
use typograd::prelude::*;

pub fn run(layer: &AvgPool2d<Image<D<4>, D<8>, D<8>>, D<2>, D<0>>) -> usize {
    core::mem::size_of_val(layer)
}

fn main() {}
