// The layers of a struct have names.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Pair(Dense<Pixels, Hidden>, Dense<Hidden, Digit>);

fn main() {}
