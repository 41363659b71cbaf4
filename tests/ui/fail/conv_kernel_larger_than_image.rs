// A kernel that is larger than the image.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: Conv2d<Image<D<1>, D<3>, D<8>>, D<2>, D<5>>,
}

fn main() {}
