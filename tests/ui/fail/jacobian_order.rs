// Jacobians chain from the output to the input.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let hidden: Jacobian<Hidden, Pixels> = Matrix::ones();
    let logits: Jacobian<Digit, Hidden> = Matrix::ones();
    let _ = &hidden * &logits;
}
