// Literal dimensions are named in decimal.
use typograd::prelude::*;

fn main() {
    let w = Matrix::<D<128>, D<784>>::ones();
    let x = Vector::<D<728>>::ones();
    let _ = &w * &x;
}
