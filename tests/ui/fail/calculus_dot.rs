// A dot product of two lengths.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn form(x: &Vector<Hidden>, y: &Vector<Pixels>) -> f32 {
    x.dot(y)
}

fn main() {}
