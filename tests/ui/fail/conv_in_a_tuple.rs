// A tuple of layers, the first of which has a kernel larger than the image.
use typograd::prelude::*;

type Conv = Conv2d<Image<D<1>, D<4>, D<4>>, D<2>, D<5>>;
type Net = (Conv, Flatten<OutputOf<Conv>>, Dense<FlatOf<Conv>, D<2>>);

fn main() {
    let x = Image::<D<1>, D<4>, D<4>>::ones();
    let _ = Net::seeded(1).forward(&x);
}
