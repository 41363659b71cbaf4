// A window whose dilation spreads it beyond the signal.
use typograd::prelude::*;

type Conv1 = Conv1d<Matrix<D<2>, D<16>>, D<4>, D<9>, Relu, Valid, D<1>, D<2>>;
type Conv2 = Conv1d<OutputOf<Conv1>, D<4>, D<3>, Relu>;

#[derive(Network)]
pub struct Net {
    conv1: Conv1,
    conv2: Conv2,
    means: GlobalAvgPool2d<OutputOf<Conv2>>,
}

fn main() {
    let _ = Net::seeded(1).forward(&Matrix::ones());
}
