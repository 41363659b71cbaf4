//! Networks for images whose dimensions are literals, names, or both, as a library that does not know them declares them.

use typograd::prelude::*;
use typograd::tensor::{HasRoom, Windows};

/// Two convolutions and a pooling, for images of any size that has room for them.
#[derive(Clone, Debug, Network)]
pub struct Features<C: Dim, H: Dim, W: Dim, T: Element = f32>
where
    (C, H, W): HasRoom<D<3>, D<1>, D<1>, Valid>,
    After<C, H, W>: HasRoom<D<2>, D<2>, D<1>, Valid>,
{
    conv: Conv2d<Image<C, H, W, T>, D<4>, D<3>, Relu>,
    pool: MaxPool2d<Tensor<After<C, H, W>, T>, D<2>>,
}

type After<C, H, W> = <(C, H, W) as Windows<D<3>, D<1>, D<1>, Valid>>::Places<D<4>>;

/// The mean of each channel of a convolution that keeps the size.
pub fn means<C: Dim, H: Dim, W: Dim>(x: &Image<C, H, W>) -> Vector<D<2>>
where
    (C, H, W): HasRoom<D<3>, D<1>, D<1>, Same>,
{
    let layer = Conv2d::<Image<C, H, W>, D<2>, D<3>, Relu, Same>::seeded(1);
    layer.forward(x).channel_means()
}

dims! { Rgb = 3; Tall = 20; }

#[test]
fn runs() {
    let features = Features::<Rgb, Tall, D<9>>::seeded(1);
    let y: Image<D<4>, D<9>, D<3>> = features.forward(&Image::ones());
    assert_eq!(y.as_slice().len(), 4 * 9 * 3);
    let features = Features::<D<1>, D<28>, D<28>, f64>::seeded(1);
    let _: Image<D<4>, D<13>, D<13>, f64> = features.forward(&Image::ones());
    assert_eq!(means(&Image::<Rgb, D<5>, D<6>>::zeros()), Vector::zeros());
}
