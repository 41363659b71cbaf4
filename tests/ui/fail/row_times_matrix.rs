// xᵀ A with another number of rows.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let x = Vector::<Digit>::ones();
    let a = Matrix::<Hidden, Pixels>::ones();
    let _ = x.t() * &a;
}
