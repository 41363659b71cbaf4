// A transposed convolution whose padding cuts off all, and another that is spelled by it, in a network that is used and trained.
use typograd::prelude::*;

type Up = ConvTranspose2d<Image<D<1>, D<1>, D<1>>, D<1>, D<3>, Relu, Pad<2>>;

#[derive(Network)]
pub struct Net {
    up: Up,
    again: ConvTranspose2d<OutputOf<Up>, D<1>, D<3>, Relu>,
    flat: Flatten<Image<D<1>, D<3>, D<3>>>,
    logits: Dense<D<9>, D<10>>,
}

fn main() {
    let net = Net::seeded(1);
    let _: Vector<D<10>> = net.forward(&Image::<D<1>, D<1>, D<1>>::ones());
    let _ = Box::<Training<Net, Sgd, D<32>>>::default();
}
