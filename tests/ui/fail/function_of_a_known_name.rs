// A function of the user's with the name of one of ours, whose derivative it does not have.
use typograd::prelude::*;

mod mine {
    use typograd::prelude::*;

    pub fn sigmoid<S: Shape>(x: Tensor<S>) -> Tensor<S> {
        x.map(|x| 0.5 * x)
    }
}

#[layer]
pub struct Mine<I: Dim, O: Dim> {
    w: Matrix<O, I>,
}

#[layer]
impl<I: Dim, O: Dim> Mine<I, O> {
    fn forward(&self, x: &Vector<I>) -> Vector<O> {
        mine::sigmoid(&self.w * x)
    }
}

fn main() {}
