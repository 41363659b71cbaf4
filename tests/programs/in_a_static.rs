//! All of the training in a static, zero until it is seeded.

use std::sync::Mutex;
use typograd::prelude::*;

type Xor = (Dense<D<2>, D<8>, Tanh>, Dense<D<8>, D<1>>);

static TRAINING: Mutex<Training<Xor, Momentum, D<4>>> = Mutex::new(Training::new());

#[test]
fn runs() {
    let mut training = TRAINING.lock().unwrap();
    training.network.initialize(&mut Rng::new(1));
    let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(Vector::from);
    let x = Batch::from_samples(&inputs).unwrap();
    let xor = [0.0, 1.0, 1.0, 0.0].map(|y| Vector::from([y]));
    let optimizer = Momentum {
        learning_rate: 0.1,
        ..Momentum::default()
    };
    let mut losses = (0..500).map(|_| {
        training
            .train_step(&optimizer, &MeanSquaredError, &x, &xor)
            .unwrap()
    });
    let first = losses.next().unwrap();
    assert!(losses.last().unwrap() < first / 10.0);
}
