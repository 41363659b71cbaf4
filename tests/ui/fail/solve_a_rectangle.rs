// A system that is solved has a square matrix; least squares needs none.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let b = Vector::<Hidden>::ones();
    let _ = Matrix::<Hidden, Pixels>::ones().solve(&b);
}
