//! Each size stands once: those in between are the compiler's.

use typograd::prelude::*;

type Conv1 = Conv2d<Image<D<3>, D<32>, D<32>>, D<16>, D<3>, Relu, Same>;
type Conv2 = Conv2d<OutputOf<Conv1>, D<32>, D<3>, Relu, Pad<1>, D<2>>;
type Conv3 = Conv2d<OutputOf<Conv2>, D<64>, D<3>, Relu>;
type Pool = MaxPool2d<OutputOf<Conv3>, D<2>>;

/// 64 · 7 · 7 = 3136 features, beyond the literals.
#[derive(Network)]
struct Net {
    conv1: Conv1,
    conv2: Conv2,
    conv3: Conv3,
    pool: Pool,
    flat: Flatten<OutputOf<Pool>>,
    logits: Dense<FlatOf<Pool>, D<10>>,
}

#[test]
fn runs() {
    let net = Net::boxed(1);
    let y: Vector<D<10>> = net.forward(&Image::ones());
    assert_eq!(
        (y.as_slice().len(), net.logits.w.as_slice().len()),
        (10, 31_360)
    );
}
