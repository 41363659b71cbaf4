// The check holds in a network that is generic.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Wide<H: Dim> {
    hidden: Dense<Pixels, H, Relu>,
    logits: Dense<Hidden, Digit>,
}

fn main() {}
