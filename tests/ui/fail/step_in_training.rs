// The unit step has no gradient to train with.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Perceptron {
    decide: Dense<Pixels, Digit, Step>,
}

fn main() {
    let _ = Trainer::<Perceptron, _, _>::new(Sgd::default(), MeanSquaredError, 1);
}
