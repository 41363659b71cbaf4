// The second convolution takes other channels than the first returns.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    first: Conv2d<Image<D<1>, D<28>, D<28>>, D<6>, D<5>, Relu>,
    second: Conv2d<Image<D<8>, D<24>, D<24>>, D<16>, D<5>, Relu>,
}

fn main() {}
