// A dense layer behind a flattened image, of another size.
use typograd::network::OutputOf;
use typograd::prelude::*;

type Conv = Conv2d<Image<D<1>, D<14>, D<14>>, D<4>, D<5>, Relu>;

#[derive(Network)]
pub struct Net {
    conv: Conv,
    flat: Flatten<OutputOf<Conv>>,
    logits: Dense<D<800>, D<10>>,
}

fn main() {}
