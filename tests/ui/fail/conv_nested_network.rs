// A dense layer behind a network of convolutions, of another size.
use typograd::prelude::*;

type Conv = Conv2d<Image<D<1>, D<14>, D<14>>, D<4>, D<5>, Relu>;

#[derive(Network)]
pub struct Body {
    conv: Conv,
    flat: Flatten<OutputOf<Conv>>,
}

#[derive(Network)]
pub struct Net {
    body: Body,
    logits: Dense<D<100>, D<10>>,
}

fn main() {
    let _ = Net::seeded(1).forward(&Image::ones());
}
