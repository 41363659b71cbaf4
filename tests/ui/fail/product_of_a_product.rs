// The wrong factor stands at the end of a chain.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let a = Matrix::<Digit, Hidden>::ones();
    let b = Matrix::<Hidden, Pixels>::ones();
    let x = Vector::<Hidden>::ones();
    let _ = &a * &b * &x;
}
