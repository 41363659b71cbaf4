// A parameter that is changed.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn form(x: &mut Vector<Hidden>) -> f32 {
    x.norm()
}

fn main() {}
