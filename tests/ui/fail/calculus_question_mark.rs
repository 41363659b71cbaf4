// A question mark in a function that returns no result.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn volume(a: &Matrix<Hidden, Hidden>) -> f32 {
    a.det()?
}

fn main() {}
