// A kernel larger than what is left of the image, in a network whose layers follow from one another, and is used.
use typograd::prelude::*;

type Conv1 = Conv2d<Image<D<1>, D<28>, D<28>>, D<6>, D<5>, Relu>;
type Pool1 = MaxPool2d<OutputOf<Conv1>, D<2>>;
type Conv2 = Conv2d<OutputOf<Pool1>, D<16>, D<13>, Relu>;
type Pool2 = MaxPool2d<OutputOf<Conv2>, D<2>>;

#[derive(Network)]
pub struct LeNet {
    conv1: Conv1,
    pool1: Pool1,
    conv2: Conv2,
    pool2: Pool2,
    flat: Flatten<OutputOf<Pool2>>,
    dense: Dense<FlatOf<Pool2>, D<10>>,
}

fn main() {
    let mut run = Training::<LeNet, Adam, D<32>>::new();
    run.network.initialize(&mut Rng::new(1));
    println!("{}", run.network.forward(&Image::ones()));
}
