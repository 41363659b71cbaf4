// A stack of matrices is multiplied by numbers alone.
use typograd::prelude::*;

fn main() {
    let image = Image::<D<3>, D<8>, D<8>>::ones();
    let x = Vector::<D<8>>::ones();
    let _ = &image * &x;
}
