// A method.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

struct Model;

impl Model {
    #[differentiable]
    fn loss(&self, x: &Vector<Hidden>) -> f32 {
        x.norm()
    }
}

fn main() {}
