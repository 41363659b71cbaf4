// Plain gradient descent does not store the gradient: there is none to look at.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

fn norm(run: &Training<Classifier, Sgd, D<4>>) -> f32 {
    run.gradient().logits.w.norm()
}

fn main() {}
