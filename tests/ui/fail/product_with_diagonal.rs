// A diagonal matrix of another length on the right.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let a = Matrix::<Hidden, Pixels>::ones();
    let d = Diagonal::new(Vector::<Digit>::ones());
    let _ = &a * &d;
}
