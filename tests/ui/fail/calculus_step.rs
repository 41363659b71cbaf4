// A function without a gradient.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn fires(w: &Vector<Hidden>, x: &Vector<Hidden>) -> f32 {
    step(w.dot(x))
}

fn main() {}
