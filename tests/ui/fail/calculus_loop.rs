// A loop.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn loss(x: &Vector<Hidden>) -> f32 {
    for _ in 0..3 {}
    x.norm_squared()
}

fn main() {}
