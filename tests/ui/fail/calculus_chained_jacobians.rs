// Jacobians chained in the wrong order.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn inner(x: &Vector<Pixels>, #[constant] a: &Matrix<Hidden, Pixels>) -> Vector<Hidden> {
    tanh(a * x)
}

#[differentiable]
fn outer(x: &Vector<Hidden>, #[constant] a: &Matrix<Digit, Hidden>) -> Vector<Digit> {
    tanh(a * x)
}

fn chained(x: &Vector<Pixels>, a: &Matrix<Hidden, Pixels>, b: &Matrix<Digit, Hidden>) -> Jacobian<Digit, Pixels> {
    let y = inner(x, a);
    inner::jacobian(x, a).x * outer::jacobian(&y, b).x
}

fn main() {}
