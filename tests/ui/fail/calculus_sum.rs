// A sum of two shapes.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn residual(x: &Matrix<Hidden, Pixels>, w: &Vector<Pixels>, y: &Vector<Digit>) -> f32 {
    (x * w - y).norm_squared()
}

fn main() {}
