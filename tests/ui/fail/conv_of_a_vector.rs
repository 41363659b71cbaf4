// A convolution of a vector.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: Conv2d<Vector<D<64>>, D<2>, D<3>>,
}

fn main() {}
