// An array fills its dimension.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let _ = Vector::<Digit>::from([1.0, 2.0, 3.0]);
}
