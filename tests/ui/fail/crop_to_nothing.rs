// A margin as wide as the image.
use typograd::prelude::*;

fn main() {
    let x = Image::<D<2>, D<8>, D<8>>::ones();
    let _ = x.crop::<Pad<4>>();
}
