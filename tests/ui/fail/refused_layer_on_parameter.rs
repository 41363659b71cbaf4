// A layer applied to a parameter.
use typograd::prelude::*;

#[layer]
pub struct Odd {
    inner: Dense<D<2>, D<2>>,
    b: Vector<D<2>>,
}

#[layer]
impl Odd {
    fn forward(&self, x: &Vector<D<2>>) -> Vector<D<2>> {
        x + self.inner.forward(&self.b)
    }
}

fn main() {}
