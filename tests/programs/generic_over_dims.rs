//! A layer and a network generic over their dimensions and elements, as a library would declare them.

use typograd::prelude::*;

#[derive(Clone, Debug, Network)]
pub struct Perceptron<I: Dim, H: Dim, O: Dim, T: Element = f32> {
    pub hidden: Dense<I, H, Relu, T>,
    pub logits: Dense<H, O, Identity, T>,
}

pub fn classify<I: Dim, H: Dim, O: Dim, T: Element>(
    net: &Perceptron<I, H, O, T>,
    x: &Vector<I, T>,
) -> usize {
    net.forward(x).argmax()
}

#[test]
fn runs() {
    let net = Perceptron::<D<8>, D<16>, D<3>>::seeded(2);
    assert!(classify(&net, &Vector::ones()) < 3);
    let net = Perceptron::<D<4>, D<5>, D<2>, f64>::seeded(2);
    assert!(classify(&net, &Vector::ones()) < 2);
}
