// Numbers of two types.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn form(x: &Vector<Hidden>, y: &Vector<Hidden, f64>) -> f32 {
    x.dot(y)
}

fn main() {}
