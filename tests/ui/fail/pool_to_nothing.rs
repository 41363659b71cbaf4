// A pooling of images smaller than its windows.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    pool: MaxPool2d<Image<D<4>, D<1>, D<1>>, D<2>>,
}

fn main() {}
