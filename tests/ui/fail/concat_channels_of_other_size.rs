// Images of different sizes, one behind the other.
use typograd::prelude::*;

fn main() {
    let a = Image::<D<2>, D<8>, D<8>>::ones();
    let b = Image::<D<3>, D<8>, D<6>>::ones();
    let _ = a.concat_channels(&b);
}
