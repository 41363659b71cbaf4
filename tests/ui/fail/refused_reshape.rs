// A reshape whose result is not named.
use typograd::prelude::*;

#[layer]
pub struct Mine {
    w: Matrix<D<2>, D<3>>,
}

#[layer]
impl Mine {
    fn forward(&self, x: &Vector<D<6>>) -> Matrix<D<2>, D<3>> {
        let m: &Matrix<D<2>, D<3>> = x.reshape();
        m.hadamard(&self.w)
    }
}

fn main() {}
