// A branch.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn loss(x: &Vector<Hidden>) -> f32 {
    if x[0] > 0.0 { x.norm() } else { x.norm_squared() }
}

fn main() {}
