// A layer within takes another shape.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[layer]
pub struct Twice {
    inner: Dense<Pixels, Hidden, Relu>,
}

#[layer]
impl Twice {
    fn forward(&self, x: &Vector<Pixels>) -> Vector<Hidden> {
        self.inner.forward(&self.inner.forward(x))
    }
}

fn main() {}
