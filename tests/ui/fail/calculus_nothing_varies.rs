// Nothing to differentiate in.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn loss(#[constant] x: &Vector<Hidden>) -> f32 {
    x.norm()
}

fn main() {}
