// A network within a network does not chain.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Encoder {
    first: Dense<Pixels, Hidden, Relu>,
    second: Dense<Hidden, Digit, Relu>,
}

#[derive(Network)]
pub struct Autoencoder {
    encoder: Encoder,
    decoder: (Dense<Hidden, Hidden, Relu>, Dense<Hidden, Pixels>),
}

fn main() {}
