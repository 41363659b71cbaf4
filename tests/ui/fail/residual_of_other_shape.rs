// x + f(x) needs an f that keeps the shape.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Block {
    residual: Residual<Dense<Pixels, Hidden, Relu>>,
}

fn main() {}
