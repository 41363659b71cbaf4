// An initialiser takes its numbers.
use typograd::prelude::*;

#[layer]
pub struct Mine<I: Dim, O: Dim> {
    #[init(uniform(0.1))]
    w: Matrix<O, I>,
}

#[layer]
impl<I: Dim, O: Dim> Mine<I, O> {
    fn forward(&self, x: &Vector<I>) -> Vector<O> {
        &self.w * x
    }
}

fn main() {}
