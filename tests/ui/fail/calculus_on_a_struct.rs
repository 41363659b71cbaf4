// On something that is no function.
use typograd::prelude::*;

dims! { Hidden = 2; Pixels = 3; Digit = 4; }

#[differentiable]
struct Model {
    w: Vector<Hidden>,
}

fn main() {}
