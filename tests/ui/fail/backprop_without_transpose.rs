// W δ where Wᵀ δ is meant.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let w = Matrix::<Hidden, Pixels>::ones();
    let delta = Vector::<Hidden>::ones();
    let _dx: Vector<Pixels> = &w * &delta;
}
