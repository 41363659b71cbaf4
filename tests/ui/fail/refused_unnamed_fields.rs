// Parameters have names.
use typograd::prelude::*;

#[layer]
pub struct Mine(Vector<D<2>>);

#[layer]
impl Mine {
    fn forward(&self, x: &Vector<D<2>>) -> Vector<D<2>> {
        x + x
    }
}

fn main() {}
