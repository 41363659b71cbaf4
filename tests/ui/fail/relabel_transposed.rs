// Relabelling keeps the order of the dimensions.
use typograd::prelude::*;

fn main() {
    let m = Matrix::<D<2>, D<3>>::ones();
    let _: &Matrix<D<3>, D<2>> = m.relabel();
}
