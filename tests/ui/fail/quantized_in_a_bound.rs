// A function asks for a network that has a form in 8 bits.
use typograd::prelude::*;
use typograd::quant::Quantizable;

fn quantize<N: Quantizable>(_: &N) {}

fn main() {
    quantize(&Residual::<Dense<D<4>, D<4>>>::seeded(1));
}
