// A dot product of two lengths, in a generic function.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
fn form<M: Dim, N: Dim, T: Element>(x: &Vector<M, T>, y: &Vector<N, T>) -> T {
    x.dot(y)
}

fn main() {}
