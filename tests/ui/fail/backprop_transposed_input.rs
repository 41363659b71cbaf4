// Wᵀ x where W x is meant.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let w = Matrix::<Hidden, Pixels>::ones();
    let x = Vector::<Pixels>::ones();
    let _z: Vector<Hidden> = w.t() * &x;
}
