// A layer of one's own that uses the unit step.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[layer]
pub struct Decision {
    w: Matrix<Digit, Pixels>,
}

#[layer]
impl Decision {
    fn forward(&self, x: &Vector<Pixels>) -> Vector<Digit> {
        step(&self.w * x)
    }
}

fn main() {
    let _ = <Decision as Backward>::BACKWARD_BYTES;
}
