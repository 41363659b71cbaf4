// Rows of different length do not stack.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let a = Matrix::<D<2>, Hidden>::ones();
    let b = Matrix::<D<2>, Pixels>::ones();
    let _ = a.concat_rows(&b);
}
