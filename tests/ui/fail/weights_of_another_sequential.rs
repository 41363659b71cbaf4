// A file of a Sequential whose layers have other sizes.
use typograd::prelude::*;

type Net = (Dense<D<6>, D<4>, Tanh>, Dense<D<4>, D<3>>);

static NET: Net = weights!("../../goldens/weights-sequential.safetensors" as Net);

fn main() {
    println!("{}", NET.forward(&Vector::zeros()));
}
