// `#[layer]` on the impl alone.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; }

pub struct Linear {
    w: Matrix<Hidden, Pixels>,
}

#[layer]
impl Linear {
    fn forward(&self, x: &Vector<Pixels>) -> Vector<Hidden> {
        &self.w * x
    }
}

fn main() {}
