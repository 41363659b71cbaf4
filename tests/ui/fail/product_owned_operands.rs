// Owned operands are refused like borrowed ones.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let a = Matrix::<Hidden, Pixels>::ones();
    let x = Vector::<Digit>::ones();
    let _ = a * x;
}
