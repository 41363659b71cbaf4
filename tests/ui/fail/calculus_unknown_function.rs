// A call of a function that is not differentiable.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

fn helper(x: &Vector<Hidden>) -> f32 {
    x[0]
}

#[differentiable]
fn loss(x: &Vector<Hidden>) -> f32 {
    helper(x) * 2.0
}

fn main() {}
