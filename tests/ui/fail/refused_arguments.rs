// The attribute takes no arguments.
use typograd::prelude::*;

#[layer(dense)]
pub struct Mine {
    b: Vector<D<2>>,
}

fn main() {}
