// A name of another length for a flattened image: 64 · 7 · 7 is 3,136.
use typograd::prelude::*;

dims! { Feature = 3137; }

type Pool = MaxPool2d<Image<D<64>, D<14>, D<14>>, D<2>>;

#[derive(Network)]
pub struct Net {
    pool: Pool,
    flat: FlattenTo<OutputOf<Pool>, Feature>,
    logits: Dense<Feature, D<10>>,
}

fn main() {
    let _ = Net::seeded(1).forward(&Image::ones());
}
