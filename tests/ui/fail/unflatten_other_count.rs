// A vector as an image of more pixels.
use typograd::prelude::*;

fn main() {
    let x = Vector::<D<64>>::ones();
    let _ = x.unflatten::<(D<1>, D<8>, D<9>)>();
}
