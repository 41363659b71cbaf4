// Summing over axis 0 leaves the columns.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let m = Matrix::<Hidden, Pixels>::ones();
    let _: Vector<Hidden> = m.sum_axis::<0>();
}
