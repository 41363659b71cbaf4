// Data of another width than the network takes.
use typograd::prelude::*;
use typograd::data::Dataset;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

fn main() {
    let data = Dataset::<Vector<D<63>>, Label<Digit>>::default();
    let mut trainer = Trainer::<Classifier, _, _>::new(Sgd::default(), SoftmaxCrossEntropy::default(), 1);
    let _ = trainer.fit(&data, None, &Fit::default());
}
