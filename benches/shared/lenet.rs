//! LeNet-5, as `examples/lenet.rs` trains it.

use typograd::network::OutputOf;
use typograd::prelude::*;

type Conv1 = Conv2d<Image<D<1>, D<28>, D<28>>, D<6>, D<5>, Relu, Same>;
type Pool1 = MaxPool2d<OutputOf<Conv1>, D<2>>;
type Conv2 = Conv2d<OutputOf<Pool1>, D<16>, D<5>, Relu>;
type Pool2 = MaxPool2d<OutputOf<Conv2>, D<2>>;

/// Two convolutions and three dense layers, for images of 28 × 28.
#[derive(Network)]
pub(crate) struct LeNet {
    conv1: Conv1,
    pool1: Pool1,
    conv2: Conv2,
    pool2: Pool2,
    flat: Flatten<OutputOf<Pool2>>,
    dense1: Dense<D<400>, D<120>, Relu>,
    dense2: Dense<D<120>, D<84>, Relu>,
    logits: Dense<D<84>, D<10>>,
}

/// The floating-point operations in the products of an inference of one image.
pub(crate) const INFERENCE: usize =
    2 * (6 * 784 * 25 + 16 * 100 * 150 + 400 * 120 + 120 * 84 + 84 * 10);

/// Those of a training step on one image: for all but the first layer a gradient in the input too.
pub(crate) const TRAINING: usize = 3 * INFERENCE - 2 * 6 * 784 * 25;
