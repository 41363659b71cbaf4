// A bias for other channels than there are filters.
use typograd::prelude::*;

fn main() {
    let x = Image::<D<6>, D<8>, D<8>>::ones();
    let b = Vector::<D<8>>::ones();
    let _ = x.add_per_channel(&b);
}
