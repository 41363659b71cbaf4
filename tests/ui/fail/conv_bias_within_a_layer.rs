// A bias for another number of filters, within a layer.
use typograd::prelude::*;
use typograd::tensor::Convolution2d;

#[layer]
struct Conv {
    w: Tensor<(D<4>, D<1>, D<3>, D<3>)>,
    b: Vector<D<3>>,
}

#[layer]
impl Conv {
    fn forward(&self, x: &Image<D<1>, D<8>, D<8>>) -> Image<D<4>, D<6>, D<6>> {
        x.convolve::<Convolution2d<(D<1>, D<8>, D<8>), D<4>, D<3>>>(&self.w)
            .add_per_channel(&self.b)
    }
}

fn main() {}
