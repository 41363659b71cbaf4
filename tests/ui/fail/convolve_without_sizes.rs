// A convolution in a layer, without its sizes.
use typograd::prelude::*;

#[layer]
struct Edges {
    w: Tensor<(D<1>, D<1>, D<3>, D<3>)>,
}

#[layer]
impl Edges {
    fn forward(&self, x: &Image<D<1>, D<8>, D<8>>) -> Image<D<1>, D<6>, D<6>> {
        x.convolve(&self.w)
    }
}

fn main() {}
