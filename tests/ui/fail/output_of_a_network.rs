// A network returns its output's shape.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

fn main() {
    let net = Classifier::seeded(1);
    let _: Vector<Hidden> = net.forward(&Vector::ones());
}
