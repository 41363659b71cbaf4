//! Signals: a network over time, with dilated convolutions.

use typograd::prelude::*;

type Conv1 = Conv1d<Matrix<D<2>, D<64>>, D<8>, D<3>, Tanh, Same>;
type Conv2 = Conv1d<OutputOf<Conv1>, D<8>, D<3>, Tanh, Same, D<1>, D<2>>;
type Conv3 = Conv1dNoBias<OutputOf<Conv2>, D<4>, D<4>, Tanh, Valid, D<4>>;

#[derive(Network)]
struct Net {
    conv1: Conv1,
    conv2: Conv2,
    conv3: Conv3,
    means: GlobalAvgPool2d<OutputOf<Conv3>>,
    out: Dense<D<4>, D<1>>,
}

#[test]
fn runs() {
    let y: Vector<D<1>> = Net::seeded(1).forward(&Matrix::ones());
    assert!(y[0].is_finite());
}
