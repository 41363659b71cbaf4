// What a convolution returns has literals for its height and width, though they have names before it.
use typograd::prelude::*;

dims! { Rgb = 3; Rows = 12; Columns = 16; Edges = 8; }

#[derive(Network)]
pub struct Net {
    conv: Conv2d<Image<Rgb, Rows, Columns>, Edges, D<3>, Relu, Same>,
    pool: MaxPool2d<Image<D<8>, Rows, Columns>, D<2>>,
}

fn main() {}
