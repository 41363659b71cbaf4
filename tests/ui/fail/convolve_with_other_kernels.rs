// Kernels for another number of channels.
use typograd::prelude::*;
use typograd::tensor::Convolution2d;

fn main() {
    let x = Image::<D<3>, D<8>, D<8>>::ones();
    let w = Tensor::<(D<4>, D<2>, D<3>, D<3>)>::ones();
    let _ = x.convolve::<Convolution2d<_, D<4>, D<3>>>(&w);
}
