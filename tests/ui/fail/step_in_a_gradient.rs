// A layer with the unit step where a gradient is needed.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn train<N: Gradients>(_: &N) {}

fn main() {
    train(&Dense::<Pixels, Digit, Step>::seeded(1));
}
