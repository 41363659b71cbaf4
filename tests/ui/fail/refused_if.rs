// A branch.
use typograd::prelude::*;

#[layer]
pub struct Mine<I: Dim, O: Dim> {
    w: Matrix<O, I>,
}

#[layer]
impl<I: Dim, O: Dim> Mine<I, O> {
    fn forward(&self, x: &Vector<I>) -> Vector<O> {
        if x[0] > 0.0 { &self.w * x } else { Vector::zeros() }
    }
}

fn main() {}
