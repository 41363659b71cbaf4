// f32 and f64 do not mix.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let w = Matrix::<Hidden, Pixels, f64>::ones();
    let x = Vector::<Pixels>::ones();
    let _ = &w * &x;
}
