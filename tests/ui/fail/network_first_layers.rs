// The first two layers do not chain.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    first: Dense<Pixels, Hidden, Relu>,
    second: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

fn main() {}
