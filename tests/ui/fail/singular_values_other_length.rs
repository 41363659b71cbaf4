// There are as many singular values as the shorter side is long.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let _: Vector<Pixels> = Matrix::<Hidden, Pixels>::ones().singular_values().unwrap();
}
