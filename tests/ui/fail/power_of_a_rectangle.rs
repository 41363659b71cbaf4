// A power needs a square matrix, also of equal lengths.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let _ = Matrix::<Hidden, D<32>>::ones().powi(2);
}
