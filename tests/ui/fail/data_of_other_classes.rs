// Data with other classes than the network decides between.
use typograd::prelude::*;
use typograd::data::Dataset;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

fn main() {
    let data = Dataset::<Vector<Pixels>, Label<D<12>>>::default();
    let mut trainer = Trainer::<Classifier, _, _>::new(Sgd::default(), SoftmaxCrossEntropy::default(), 1);
    let _ = trainer.evaluate(&data);
}
