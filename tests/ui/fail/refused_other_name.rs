// The function of a layer is called forward.
use typograd::prelude::*;

#[layer]
pub struct Mine<I: Dim, O: Dim> {
    w: Matrix<O, I>,
}

#[layer]
impl<I: Dim, O: Dim> Mine<I, O> {
    fn apply(&self, x: &Vector<I>) -> Vector<O> {
        &self.w * x
    }
}

fn main() {}
