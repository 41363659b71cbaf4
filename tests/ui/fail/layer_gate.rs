// The gate has another length than what it gates.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; }

#[layer]
pub struct Gated {
    w: Matrix<Hidden, Pixels>,
    v: Matrix<Pixels, Pixels>,
}

#[layer]
impl Gated {
    fn forward(&self, x: &Vector<Pixels>) -> Vector<Hidden> {
        let gate = sigmoid(&self.v * x);
        (&self.w * x).hadamard(&gate)
    }
}

fn main() {}
