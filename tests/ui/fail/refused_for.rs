// A loop.
use typograd::prelude::*;

#[layer]
pub struct Mine<I: Dim, O: Dim> {
    w: Matrix<O, I>,
}

#[layer]
impl<I: Dim, O: Dim> Mine<I, O> {
    fn forward(&self, x: &Vector<I>) -> Vector<O> {
        for _ in 0..3 {}
        &self.w * x
    }
}

fn main() {}
