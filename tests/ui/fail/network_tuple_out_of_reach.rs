// A length that no literal has, in a tuple within a network that is used and trained.
use typograd::prelude::*;

#[derive(Network)]
pub struct Net {
    conv: Conv2d<Image<D<1>, D<28>, D<28>>, D<6>, D<5>, Relu>,
    head: (Flatten<Image<D<6>, D<24>, D<24>>>, Dense<D<3456>, D<10>>),
}

fn main() {
    let net = Net::seeded(1);
    let _: Vector<D<10>> = net.forward(&Image::<D<1>, D<28>, D<28>>::ones());
    let _ = net.summary();
    let _ = Box::<Training<Net, Sgd, D<32>>>::default();
}
