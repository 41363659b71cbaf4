// Two layers have one name in files.
use typograd::prelude::*;

#[derive(Network)]
pub struct Classifier {
    #[weights(name = "fc")]
    hidden: Dense<D<6>, D<5>, Relu>,
    #[weights(name = "fc")]
    logits: Dense<D<5>, D<3>>,
}

fn main() {}
