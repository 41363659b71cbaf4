// A number where a `Scalar` is meant.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; }

#[layer]
pub struct Scaled {
    w: Matrix<Hidden, Pixels>,
    scale: f32,
}

#[layer]
impl Scaled {
    fn forward(&self, x: &Vector<Pixels>) -> Vector<Hidden> {
        &self.w * x * self.scale
    }
}

fn main() {}
