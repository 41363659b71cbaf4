// A tuple within a network, whose own layers do not chain.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Wide = 48; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    encoder: (Dense<Pixels, Hidden, Relu>, Dense<Wide, Wide, Relu>),
    logits: Dense<Wide, Digit>,
}

fn main() {}
