// A gradient taken for one of another shape.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn form(x: &Vector<Hidden>, a: &Matrix<Hidden, Pixels>, y: &Vector<Pixels>) -> f32 {
    x.dot(&(a * y))
}

fn gradient(x: &Vector<Hidden>, a: &Matrix<Hidden, Pixels>, y: &Vector<Pixels>) -> Matrix<Pixels, Hidden> {
    form::grad(x, a, y).a
}

fn main() {}
