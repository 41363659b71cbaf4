// A variable that changes.
use typograd::prelude::*;

#[layer]
pub struct Mine<I: Dim, O: Dim> {
    w: Matrix<O, I>,
}

#[layer]
impl<I: Dim, O: Dim> Mine<I, O> {
    fn forward(&self, x: &Vector<I>) -> Vector<O> {
        let mut y = &self.w * x;
        y *= 2.0;
        y
    }
}

fn main() {}
