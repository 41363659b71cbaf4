//! A few training steps, for their losses.

use std::boxed::Box;

use typograd::prelude::*;

dims! { Inputs = 11; Hidden = 37; Class = 5; Samples = 13; }

#[derive(Network)]
struct Classifier {
    hidden: Dense<Inputs, Hidden, Tanh>,
    logits: Dense<Hidden, Class>,
}

/// How many steps are made.
pub const STEPS: usize = 10;

/// The loss before each step.
pub fn losses() -> [f32; STEPS] {
    let mut rng = Rng::new(1);
    let mut run: Box<Training<Classifier, Momentum, Samples>> = Box::new(Training::new());
    run.network.initialize(&mut rng);
    let samples: [Vector<Inputs>; Samples::LEN] =
        [(); _].map(|()| Vector::from_fn(|_| rng.uniform(-1.0, 1.0)));
    let x = Batch::from_samples(&samples).expect("as many as there is room for");
    let labels: [Label<Class>; Samples::LEN] =
        core::array::from_fn(|i| Label::new(i % Class::LEN).expect("a class"));
    let rule = Momentum {
        learning_rate: 0.2,
        ..Momentum::default()
    };
    [(); _].map(|()| {
        let loss = run.train_step(&rule, &SoftmaxCrossEntropy::default(), &x, &labels);
        loss.expect("as many labels as samples")
    })
}
