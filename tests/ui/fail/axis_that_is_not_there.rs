// A matrix has two axes.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let m = Matrix::<Hidden, Pixels>::ones();
    let _ = m.sum_axis::<2>();
}
