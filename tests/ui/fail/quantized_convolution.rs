// A convolution has no form in 8 bits.
use typograd::prelude::*;
use typograd::quant::Calibration;

type Conv = Conv2d<Image<D<1>, D<8>, D<8>>, D<4>, D<3>, Relu>;

#[derive(Network)]
struct Classifier {
    conv: Conv,
    flat: Flatten<OutputOf<Conv>>,
    logits: Dense<FlatOf<Conv>, D<10>>,
}

fn main() {
    let _ = Calibration::<Classifier>::new();
}
