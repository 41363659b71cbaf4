// The attribute takes no arguments.
use typograd::prelude::*;

#[layer(dense)]
pub struct Mine {
    b: Vector<D<2>>,
}

#[layer]
impl Mine {
    fn forward(&self, x: &Vector<D<2>>) -> Vector<D<2>> {
        x + &self.b
    }
}

fn main() {}
