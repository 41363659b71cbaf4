// The layers of a tuple do not chain; the tuple is made by its own function.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let _ = <(Dense<Pixels, Hidden, Relu>, Dense<Digit, Digit>)>::seeded(1);
}
