// Two column vectors have no matrix product.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let x = Vector::<Hidden>::ones();
    let y = Vector::<Pixels>::ones();
    let _ = &x * &y;
}
