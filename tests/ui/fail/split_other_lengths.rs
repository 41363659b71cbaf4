// The parts of a split add up.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let x = Vector::<Digit>::ones();
    let _ = x.split::<D<4>, D<7>>();
}
