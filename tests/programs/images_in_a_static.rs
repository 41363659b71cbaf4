//! A convolutional network and all it takes to train it, in a static.

use std::sync::Mutex;
use typograd::prelude::*;

type Conv = Conv2d<Image<D<1>, D<8>, D<8>>, D<4>, D<3>, Relu, Same>;
type Pool = AvgPool2d<OutputOf<Conv>, D<2>>;
type Net = (Conv, Pool, Flatten<OutputOf<Pool>>, Dense<D<64>, D<10>>);
type Run = Training<Net, Momentum, D<4>>;

static RUN: Mutex<Run> = Mutex::new(Run::new());
const _: () = assert!(size_of::<Run>() < 32 * 1024);

#[test]
fn learns() {
    let mut run = RUN.lock().unwrap();
    run.network.initialize(&mut Rng::new(1));
    let images = [1, 2].map(|seed| Image::uniform(0.0, 1.0, &mut Rng::new(seed)));
    let (x, labels) = (
        Batch::from_samples(&images).unwrap(),
        [3, 7].map(|digit| Label::new(digit).unwrap()),
    );
    let rule = Momentum {
        learning_rate: 0.1,
        ..Momentum::default()
    };
    let loss = SoftmaxCrossEntropy::default();
    let losses: Vec<f32> = (0..30)
        .map(|_| run.train_step(&rule, &loss, &x, &labels).unwrap())
        .collect();
    assert!(losses[29] < 0.1 * losses[0], "{losses:?}");
}
