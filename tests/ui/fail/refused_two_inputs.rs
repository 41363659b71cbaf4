// A layer has one input.
use typograd::prelude::*;

#[layer]
pub struct Mine<I: Dim, O: Dim> {
    w: Matrix<O, I>,
}

#[layer]
impl<I: Dim, O: Dim> Mine<I, O> {
    fn forward(&self, x: &Vector<I>, y: &Vector<I>) -> Vector<O> {
        &self.w * (x + y)
    }
}

fn main() {}
