// The attribute says something else than a name.
use typograd::prelude::*;

#[derive(Network)]
pub struct Classifier {
    #[weights(rename = "fc1")]
    hidden: Dense<D<6>, D<5>, Relu>,
    logits: Dense<D<5>, D<3>>,
}

fn main() {}
