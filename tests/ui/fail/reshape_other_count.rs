// A reshape keeps the number of elements.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let x = Vector::<Pixels>::ones();
    let _ = x.reshape::<(D<7>, D<9>)>();
}
