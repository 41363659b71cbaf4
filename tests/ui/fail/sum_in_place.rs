// += of different shapes.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let mut a = Vector::<Hidden>::ones();
    let b = Vector::<Digit>::ones();
    a += &b;
}
