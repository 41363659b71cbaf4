// A matrix is no image.
use typograd::prelude::*;

fn main() {
    let x = Matrix::<D<8>, D<8>>::ones();
    let _ = x.upsample::<D<2>>();
}
