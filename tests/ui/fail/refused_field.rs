// A field of a layer is a parameter, a layer or a marker.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[layer]
pub struct Named {
    w: Matrix<Digit, Pixels>,
    name: String,
}

#[layer]
impl Named {
    fn forward(&self, x: &Vector<Pixels>) -> Vector<Digit> {
        &self.w * x
    }
}

fn main() {}
