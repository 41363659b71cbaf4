// A layer has the name of another in files.
use typograd::prelude::*;

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<D<6>, D<5>, Relu>,
    #[weights(name = "hidden")]
    logits: Dense<D<5>, D<3>>,
}

fn main() {}
