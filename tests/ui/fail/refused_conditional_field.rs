// A field of a layer that is not always there.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Digit = 10; }

#[layer]
pub struct Scaled {
    w: Matrix<Digit, Pixels>,
    #[cfg(debug_assertions)]
    b: Vector<Digit>,
}

#[layer]
impl Scaled {
    fn forward(&self, x: &Vector<Pixels>) -> Vector<Digit> {
        &self.w * x
    }
}

fn main() {}
