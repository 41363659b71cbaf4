// A convolution of images of any size, without asking that there is room for its windows.
use typograd::prelude::*;

pub fn edges<C: Dim, H: Dim, W: Dim>(x: &Image<C, H, W>) -> f32 {
    let conv = Conv2d::<Image<C, H, W>, D<1>, D<3>>::default();
    conv.forward(x).norm_max()
}

fn main() {}
