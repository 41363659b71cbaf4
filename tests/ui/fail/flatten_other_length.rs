// What is flattened has the product of all lengths.
use typograd::prelude::*;

fn main() {
    let image = Image::<D<16>, D<5>, D<5>>::ones();
    let _: &Vector<D<401>> = image.flatten().relabel();
}
