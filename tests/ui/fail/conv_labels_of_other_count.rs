// Twelve labels for a network of ten classes.
use typograd::prelude::*;

type Net = (
    Conv2d<Image<D<1>, D<8>, D<8>>, D<4>, D<3>, Relu>,
    Flatten<Image<D<4>, D<6>, D<6>>>,
    Dense<D<144>, D<10>>,
);

fn main() {
    let mut run = Training::<Net, Sgd, D<4>>::new();
    let x = Batch::from_samples(&[Image::ones()]).unwrap();
    let labels = [Label::<D<12>>::new(3).unwrap()];
    let _ = run.train_step(
        &Sgd::default(),
        &SoftmaxCrossEntropy::default(),
        &x,
        &labels,
    );
}
