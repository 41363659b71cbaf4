// A length that no literal has, in a layer of one's own that is used and trained: said wherever it is written.
use typograd::prelude::*;

#[layer]
pub struct Own {
    w: Matrix<D<10>, D<3136>>,
    b: Vector<D<10>>,
}

#[layer]
impl Own {
    fn forward(&self, x: &Vector<D<3136>>) -> Vector<D<10>> {
        &self.w * x + &self.b
    }
}

fn main() {
    let _: Vector<D<10>> = Own::seeded(1).forward(&Vector::zeros());
    let _ = Box::<Training<Own, Sgd, D<32>>>::default();
}
