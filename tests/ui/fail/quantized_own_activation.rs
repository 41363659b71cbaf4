// An activation of the user's own has no form in 8 bits unless a line says which.
use typograd::op::{ClosedForm, Pointwise};
use typograd::prelude::*;
use typograd::quant::Calibration;

#[derive(Clone, Copy, Debug, Default)]
pub struct Cube;

impl Pointwise for Cube {
    const PAPER: ClosedForm = ClosedForm { value: "y = x³", vjp: &[], jvp: "" };

    fn value<T: Element>(x: T) -> T {
        x * x * x
    }
}

type Net = (Dense<D<4>, D<8>, Cube>, Dense<D<8>, D<3>>);

fn main() {
    let _ = Calibration::<Net>::new();
}
