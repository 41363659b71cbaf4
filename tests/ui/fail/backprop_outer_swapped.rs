// a δᵀ where δ aᵀ is meant.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let delta = Vector::<Hidden>::ones();
    let a = Vector::<Pixels>::ones();
    let _dw: Matrix<Hidden, Pixels> = a.outer(&delta);
}
