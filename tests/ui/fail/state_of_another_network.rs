// The memory of an optimizer is made for one network.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

type Other = (Dense<Pixels, Digit>,);

fn main() {
    let mut net = Classifier::seeded(1);
    let mut gradient = Gradient::zeros();
    let mut velocity = Other::seeded(1);
    Momentum::default().step(&mut net, &mut gradient, &mut velocity, 1.0);
}
