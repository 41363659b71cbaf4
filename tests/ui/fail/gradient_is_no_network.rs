// A gradient has the network's shape and is not a network.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

fn main() {
    let mut net = Classifier::seeded(1);
    let mut other = Classifier::seeded(2);
    Sgd::default().step(&mut net, &mut other, &mut (), 1.0);
}
