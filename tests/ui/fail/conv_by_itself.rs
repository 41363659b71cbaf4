// A convolution by itself, whose kernel is larger than the image.
use typograd::prelude::*;

fn main() {
    let x = Image::<D<1>, D<4>, D<4>>::ones();
    let conv = Conv2d::<Image<D<1>, D<4>, D<4>>, D<2>, D<5>>::seeded(1);
    let _ = conv.forward(&x);
}
