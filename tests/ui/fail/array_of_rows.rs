// Rows of an array have the matrix's width.
use typograd::prelude::*;

fn main() {
    let _ = Matrix::<D<2>, D<2>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
}
