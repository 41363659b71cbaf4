// An output that does not depend on the input.
use typograd::prelude::*;

#[layer]
pub struct Mine<I: Dim, O: Dim> {
    w: Matrix<O, I>,
    b: Vector<O>,
}

#[layer]
impl<I: Dim, O: Dim> Mine<I, O> {
    fn forward(&self, x: &Vector<I>) -> Vector<O> {
        let _ = &self.w * x;
        &self.b * 1.0
    }
}

fn main() {}
