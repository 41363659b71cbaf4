//! One name for one value after another, and a value used more than once.

use typograd::prelude::*;

#[layer]
struct Chain<N: Dim> {
    w: Matrix<N, N>,
}

#[layer]
impl<N: Dim> Chain<N> {
    fn forward(&self, x: &Vector<N>) -> Vector<N> {
        let y = &self.w * x;
        let y = relu(&y) + &y;
        let y = &self.w * &y + x;
        y
    }
}

#[test]
fn runs() {
    let chain = Chain::<D<3>>::seeded(1);
    let x = Vector::ones();
    let y = &chain.w * &x;
    let y = relu(&y) + &y;
    assert_eq!(chain.forward(&x), &chain.w * &y + &x);
}
