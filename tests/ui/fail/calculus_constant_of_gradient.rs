// A constant has no gradient.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn form(x: &Vector<Hidden>, #[constant] y: &Vector<Hidden>) -> f32 {
    x.dot(y)
}

fn gradient(x: &Vector<Hidden>, y: &Vector<Hidden>) -> Vector<Hidden> {
    form::grad(x, y).y
}

fn main() {}
