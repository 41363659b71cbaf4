// The trace of a rectangle.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn trace(a: &Matrix<Hidden, Pixels>) -> f32 {
    a.trace()
}

fn main() {}
