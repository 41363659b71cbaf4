// An exponential is a sum of powers, which need a square matrix.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let _ = Matrix::<Hidden, Pixels>::ones().expm();
}
