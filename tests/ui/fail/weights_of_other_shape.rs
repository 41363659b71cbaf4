// A file has another shape than the network.
use typograd::prelude::*;

dims! { pub Seen = 6; pub Hidden = 7; pub Class = 3; }

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Seen, Hidden, Relu>,
    logits: Dense<Hidden, Class>,
}

static NET: Classifier = weights!("../../goldens/weights-named.safetensors" as Classifier);

fn main() {
    println!("{}", NET.forward(&Vector::zeros()));
}
