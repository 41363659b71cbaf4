//! A block of a depth-wise and a point-wise convolution around which the input is added.

use typograd::prelude::*;

type In = Image<D<8>, D<10>, D<10>>;

#[derive(Network)]
struct Block {
    depthwise: DepthwiseConv2d<In, D<3>, Identity, Same>,
    pointwise: Conv2d<In, D<8>, D<1>, Relu>,
}

#[derive(Network)]
struct Net {
    first: Residual<Block>,
    second: Residual<Block>,
    means: GlobalAvgPool2d<In>,
}

#[test]
fn runs() {
    assert_eq!(Net::PARAMS, 2 * (8 * 9 + 8 + 8 * 8 + 8));
    let y: Vector<D<8>> = Net::seeded(1).forward(&Image::ones());
    assert!(y.sum().is_finite());
}
