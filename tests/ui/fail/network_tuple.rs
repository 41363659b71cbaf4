// The layers of a tuple do not chain.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let _: (Dense<Pixels, Hidden, Relu>, Dense<Digit, Digit>) = Layer::seeded(1);
}
