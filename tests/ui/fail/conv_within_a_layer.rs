// A convolution within a layer, whose kernel is larger than the image.
use typograd::prelude::*;

#[layer]
struct Block {
    conv: Conv2d<Image<D<1>, D<4>, D<4>>, D<2>, D<5>>,
    b: Vector<D<2>>,
}

#[layer]
impl Block {
    fn forward(&self, x: &Image<D<1>, D<4>, D<4>>) -> Vector<D<2>> {
        self.conv.forward(x).channel_means() + &self.b
    }
}

fn main() {}
