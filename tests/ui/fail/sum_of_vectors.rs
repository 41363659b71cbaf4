// + of different lengths.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let a = Vector::<Hidden>::ones();
    let b = Vector::<Pixels>::ones();
    let _ = &a + &b;
}
