// A depth-wise convolution of what has no channels.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: DepthwiseConv2d<Vector<D<64>>, D<3>>,
}

fn main() {}
