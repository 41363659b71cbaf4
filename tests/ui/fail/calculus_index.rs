// An indexing.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn loss(x: &Vector<Hidden>) -> f32 {
    x[0] * 2.0
}

fn main() {}
