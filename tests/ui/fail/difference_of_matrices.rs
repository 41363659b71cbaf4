// - of a matrix and a transposed one.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let a = Matrix::<Hidden, Pixels>::ones();
    let b = Matrix::<Pixels, Hidden>::ones();
    let _ = a - b;
}
