// Labels of twelve classes for an output of ten.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

fn main() {
    let mut run = Training::<Classifier, Sgd, D<4>>::new();
    let x = Batch::from_samples(&[Vector::ones()]).unwrap();
    let month = Label::<D<12>>::new(11).unwrap();
    let _ = run.train_step(&Sgd::default(), &SoftmaxCrossEntropy::default(), &x, &[month]);
}
