// The columns of the matrix are not the rows of the vector.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let w = Matrix::<Hidden, Pixels>::ones();
    let z = Vector::<Hidden>::ones();
    let _ = &w * &z;
}
