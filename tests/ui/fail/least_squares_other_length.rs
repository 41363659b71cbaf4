// A right side has as many rows as there are equations.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let b = Vector::<Pixels>::ones();
    let _ = Matrix::<Hidden, Pixels>::ones().least_squares(&b);
}
