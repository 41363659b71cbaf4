// Aᵀ Bᵀ whose inner dimensions differ.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let a = Matrix::<Hidden, Pixels>::ones();
    let b = Matrix::<Hidden, Digit>::ones();
    let _ = a.t() * b.t();
}
