// A file has numbers of another type.
use typograd::prelude::*;

dims! { pub Seen = 6; pub Hidden = 5; pub Class = 3; }

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Seen, Hidden, Relu>,
    logits: Dense<Hidden, Class>,
}

static NET: Classifier = weights!("../../goldens/weights-double.safetensors" as Classifier);

fn main() {
    println!("{}", NET.forward(&Vector::zeros()));
}
