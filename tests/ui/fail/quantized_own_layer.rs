// A layer of the user's own has no form in 8 bits.
use typograd::prelude::*;
use typograd::quant::Quantized;

#[layer]
pub struct Scale<N: Dim> {
    by: Vector<N>,
}

#[layer]
impl<N: Dim> Scale<N> {
    fn forward(&self, x: &Vector<N>) -> Vector<N> {
        x.hadamard(&self.by)
    }
}

#[derive(Network)]
pub struct Encoder {
    scale: Scale<D<4>>,
    hidden: Dense<D<4>, D<8>, Tanh>,
}

#[derive(Network)]
pub struct Classifier {
    encoder: Encoder,
    logits: Dense<D<8>, D<3>>,
}

static NET: Quantized<Classifier> = typograd::zeroed();

fn main() {}
