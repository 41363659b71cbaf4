// Two layers in the middle do not chain.
use typograd::prelude::*;

#[derive(Network)]
pub struct Deep {
    first: Dense<D<784>, D<128>, Relu>,
    second: Dense<D<128>, D<64>, Relu>,
    third: Dense<D<46>, D<32>, Relu>,
    logits: Dense<D<32>, D<10>>,
}

fn main() {}
