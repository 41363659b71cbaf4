//! Networks: layers in a row, nested, generic, with dropout.

use typograd::check;
use typograd::prelude::*;

use super::{samples, verify, verify_each};

dims! { In = 4; Hidden = 5; Out = 3; }

#[derive(Network)]
struct Inner {
    first: Dense<Hidden, Hidden, Tanh, f64>,
    second: DenseNoBias<Hidden, Hidden, Silu, f64>,
}

type Leave = (
    Dense<Hidden, Out, Identity, f64>,
    Activate<LogSoftmax, (Out,), f64>,
);

#[derive(Network)]
struct Deep {
    enter: Dense<In, Hidden, Gelu, f64>,
    block: Residual<Inner>,
    again: Residual<Residual<Dense<Hidden, Hidden, Mish, f64>>>,
    squash: Activate<Softplus, (Hidden,), f64>,
    leave: Leave,
}

/// Generic in its dimensions and its activation.
#[derive(Network)]
struct Wide<H: Dim, F: Activation> {
    enter: Dense<In, H, F, f64>,
    leave: Dense<H, Out, Softmax, f64>,
}

verify_each! {
    deep: Deep;
    generic: Wide<D<7>, Sigmoid>;
    tuple: (Dense<In, Hidden, Tanh, f64>, Dense<Hidden, Hidden, Gelu, f64>, Dense<Hidden, Out, Identity, f64>);
    single: (Dense<In, Out, Tanh, f64>,);
    activation: Activate<Tanh, (D<2>, D<3>), f64>;
    softmax_of_rows: Activate<Softmax, (D<2>, D<3>), f64>;
    residual_of_an_image: Residual<Activate<Gelu, (D<2>, D<2>, D<3>), f64>>;
}

/// Dropout draws the same mask in each fresh workspace, so its gradient can be checked too.
#[test]
fn dropout() {
    type Net = (
        Dense<In, Hidden, Tanh, f64>,
        Dropout<(Hidden,), 40, f64>,
        Dense<Hidden, Out, Identity, f64>,
    );
    let mut net = Net::seeded(3);
    let worst = check::gradients(&mut net, &samples(3, 4), 5);
    assert!(worst.error() < 1e-9, "{worst}");
}
