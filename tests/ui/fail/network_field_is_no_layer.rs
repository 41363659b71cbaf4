// A field of a network is a layer.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    name: String,
    logits: Dense<Pixels, Digit>,
}

fn main() {}
