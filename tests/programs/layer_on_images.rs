//! A layer of one's own on images: its parameters and one forward expression.

use typograd::prelude::*;
use typograd::tensor::Convolution2d;

/// Contrast: a convolution of fixed sizes, less its own mean, with a skip.
#[layer]
struct Contrast {
    #[init(he_normal)]
    w: Tensor<(D<2>, D<2>, D<3>, D<3>)>,
    b: Vector<D<2>>,
    #[init(ones)]
    gain: Scalar,
}

type Sizes = Convolution2d<(D<2>, D<6>, D<6>), D<2>, D<3>, Same>;

#[layer]
impl Contrast {
    fn forward(&self, x: &Image<D<2>, D<6>, D<6>>) -> Image<D<2>, D<6>, D<6>> {
        let z = x.convolve::<Sizes>(&self.w).add_per_channel(&self.b);
        x + &self.gain * tanh(z)
    }
}

#[test]
fn runs() {
    let x = Image::ones();
    let layer = Contrast::seeded(1);
    assert!((layer.forward(&x) - x).norm_max() <= 1.0);
}
