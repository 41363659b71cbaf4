// A convolution of signals, of an image.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: Conv1d<Image<D<1>, D<8>, D<8>>, D<2>, D<3>>,
}

fn main() {}
