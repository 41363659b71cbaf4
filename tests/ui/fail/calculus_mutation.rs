// A variable that changes.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn loss(x: &Vector<Hidden>) -> f32 {
    let mut sum = x.norm_squared();
    sum += 1.0;
    sum
}

fn main() {}
