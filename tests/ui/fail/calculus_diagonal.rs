// The Jacobian of an element-wise function is diagonal, not a matrix.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn gate(x: &Vector<Hidden>) -> Vector<Hidden> {
    sigmoid(x).hadamard(x)
}

fn dense(x: &Vector<Hidden>) -> Jacobian<Hidden, Hidden> {
    gate::jacobian(x).x
}

fn main() {}
