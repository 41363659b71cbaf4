// A match.
use typograd::prelude::*;

#[layer]
pub struct Mine<I: Dim, O: Dim> {
    w: Matrix<O, I>,
}

#[layer]
impl<I: Dim, O: Dim> Mine<I, O> {
    fn forward(&self, x: &Vector<I>) -> Vector<O> {
        match O::LEN {
            _ => &self.w * x,
        }
    }
}

fn main() {}
