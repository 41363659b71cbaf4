// Dimensions less visible than what uses them; declared within a function; conditional.
#![deny(warnings)]
#![allow(missing_docs, missing_debug_implementations)] // rules of this repository, not of users
use typograd::prelude::*;

dims! {
    Pixels = 64;
    pub(crate) Hidden = 32;
    #[cfg(any())]
    Never = 3;
    /// How many digits there are.
    #[allow(dead_code)] // an attribute that is passed on
    pub Digit = 10;
}

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

#[layer]
pub struct Scaled {
    w: Matrix<Digit, Pixels>,
}

#[layer]
impl Scaled {
    fn forward(&self, x: &Vector<Pixels>) -> Vector<Digit> {
        &self.w * x
    }
}

pub fn classify(net: &Classifier, image: &Vector<Pixels>) -> usize {
    net.forward(image).argmax()
}

fn main() {
    dims! { Pixels = 3; }
    assert_eq!(Pixels::LEN, 3);
    assert_eq!(Hidden::NAME, "Hidden");
    let net = Classifier::seeded(1);
    assert!(classify(&net, &Vector::ones()) < 10);
    assert_eq!(Scaled::PARAMS, 640);
}
