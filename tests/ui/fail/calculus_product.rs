// A product whose inner dimensions differ, in a differentiable function.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn form(x: &Vector<Hidden>, a: &Matrix<Hidden, Pixels>, y: &Vector<Digit>) -> f32 {
    x.dot(&(a * y))
}

fn main() {}
