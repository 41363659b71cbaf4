// A transposed convolution by hand, whose padding cuts off all that its windows cover.
use typograd::prelude::*;
use typograd::tensor::Transposed2d;

fn main() {
    let w = Tensor::<(D<1>, D<1>, D<3>, D<3>)>::ones();
    let x = Image::<D<1>, D<1>, D<1>>::ones();
    let _ = x.convolve_transposed::<Transposed2d<_, D<1>, D<3>, Pad<2>>>(&w);
}
