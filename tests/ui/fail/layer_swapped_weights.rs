// The weights are in × out.
use typograd::prelude::*;

#[layer]
pub struct Mine<I: Dim, O: Dim> {
    w: Matrix<I, O>,
}

#[layer]
impl<I: Dim, O: Dim> Mine<I, O> {
    fn forward(&self, x: &Vector<I>) -> Vector<O> {
        &self.w * x
    }
}

fn main() {}
