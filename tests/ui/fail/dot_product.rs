// A dot product of different lengths.
use typograd::prelude::*;

fn main() {
    let a = Vector::<D<3>>::ones();
    let b = Vector::<D<4>>::ones();
    let _ = a.dot(&b);
}
