// A target of another length.
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
    let target = Vector::<Hidden>::ones();
    let _ = run.train_step(&Sgd::default(), &MeanSquaredError, &x, &[target]);
}
