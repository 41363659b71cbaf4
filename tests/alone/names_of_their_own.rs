// Names that the macros use themselves, or that shadow those of the standard library.
#![allow(dead_code)] // names are there to be in the way
#![allow(missing_docs, missing_debug_implementations, clippy::let_and_return)] // rules of this repository, not of users
use typograd::prelude::*;

struct Option;
struct Some;
struct Result;
#[allow(non_camel_case_types)] // as in core
struct usize;
mod core {}
mod std {}

dims! { pub T = 3; pub B = 2; }

#[layer]
pub struct Layered {
    delta: Matrix<B, T>,
    saved: Vector<B>,
    rng: Vector<B>,
    path: Scalar,
}

#[layer]
impl Layered {
    fn forward(&self, input: &Vector<T>) -> Vector<B> {
        let gradient = &self.delta * input + &self.saved;
        let x = tanh(gradient) * &self.path;
        let work = x + &self.rng;
        work
    }
}

#[derive(Network)]
pub struct Net {
    x: Layered,
    row: Dense<B, T>,
}

fn main() {
    assert_eq!(Net::PARAMS, 6 + 2 + 2 + 1 + 9);
    assert_eq!(Net::seeded(1).forward(&Vector::ones()).as_slice().len(), 3);
}
