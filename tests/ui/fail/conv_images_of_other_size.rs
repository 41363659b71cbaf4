// Images of another size than the network takes.
use typograd::prelude::*;

type Net = (
    Conv2d<Image<D<1>, D<28>, D<28>>, D<4>, D<3>, Relu>,
    GlobalAvgPool2d<Image<D<4>, D<26>, D<26>>>,
);

fn main() {
    let net = Net::seeded(1);
    let _ = net.forward(&Image::<D<1>, D<32>, D<32>>::ones());
}
