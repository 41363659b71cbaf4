// A result of another shape than is declared.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn image(a: &Matrix<Hidden, Pixels>, x: &Vector<Pixels>) -> Vector<Digit> {
    a * x
}

fn main() {}
