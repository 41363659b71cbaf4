// A diagonal Jacobian of another length.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let slopes = Diagonal::new(Vector::<Hidden>::ones());
    let delta = Vector::<Digit>::ones();
    let _ = &slopes * &delta;
}
