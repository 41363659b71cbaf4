// Another function that is given another shape.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn squared_norm(x: &Vector<Hidden>) -> f32 {
    x.norm_squared()
}

#[differentiable]
fn twice(x: &Vector<Pixels>) -> f32 {
    squared_norm(x) * 2.0
}

fn main() {}
