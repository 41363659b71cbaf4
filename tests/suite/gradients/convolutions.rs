//! Layers on images and signals, and the operations that change their sizes.

use typograd::prelude::*;

use super::{verify, verify_each};

type Small = Image<D<2>, D<6>, D<7>, f64>;
type Even = Image<D<4>, D<6>, D<6>, f64>;
type Line = Matrix<D<2>, D<9>, f64>;

verify_each! {
    valid: Conv2d<Small, D<3>, D<3>, Tanh>;
    same: Conv2d<Small, D<3>, D<4>, Sigmoid, Same>;
    stride_and_padding: Conv2d<Small, D<3>, (D<3>, D<2>), Tanh, (Pad<1>, Pad<2>), (D<2>, D<3>)>;
    dilation: Conv2d<Small, D<2>, D<3>, Gelu, Pad<1>, D<1>, D<2>>;
    dilation_and_stride: Conv2d<Small, D<2>, D<3>, Gelu, Pad<2>, D<3>, D<2>>;
    stride_beyond_kernel: Conv2d<Small, D<2>, D<1>, Identity, Valid, D<3>>;
    many_filters: Conv2d<Small, D<18>, D<3>, Tanh, Same>;
    point_wise: Conv2d<Small, D<5>, D<1>, Tanh>;
    without_bias: Conv2dNoBias<Small, D<3>, D<3>, Softplus>;
    grouped: GroupedConv2d<Even, D<6>, D<3>, D<2>, Tanh, Same>;
    grouped_without_bias: GroupedConv2dNoBias<Even, D<4>, D<3>, D<4>, Tanh>;
    depthwise: DepthwiseConv2d<Small, D<3>, Tanh, Same>;
    depthwise_without_bias: DepthwiseConv2dNoBias<Small, D<3>, Tanh, Valid, D<2>>;
    signal: Conv1d<Line, D<3>, D<3>, Tanh, Same>;
    signal_stride: Conv1d<Line, D<3>, D<4>, Tanh, Pad<1>, D<2>, D<2>>;
    signal_without_bias: Conv1dNoBias<Line, D<3>, D<3>, Tanh>;
    transposed: ConvTranspose2d<Small, D<3>, D<3>, Tanh, Pad<1>, D<2>, Pad<1>>;
    transposed_dilated: ConvTranspose2d<Small, D<1>, D<2>, Tanh, Valid, D<3>, Pad<2>, D<2>>;
    transposed_without_bias: ConvTranspose2dNoBias<Small, D<3>, D<2>, Tanh>;
    max_pool: MaxPool2d<Small, D<2>>;
    max_pool_overlapping: MaxPool2d<Small, D<3>, D<2>, Pad<1>>;
    average_pool: AvgPool2d<Small, D<2>>;
    average_pool_overlapping: AvgPool2d<Small, (D<3>, D<2>), D<1>, Pad<1>>;
    global_average_pool: GlobalAvgPool2d<Small>;
    flatten: Flatten<Small>;
    network: (
        Conv2d<Even, D<3>, D<3>, Tanh, Same>,
        AvgPool2d<Image<D<3>, D<6>, D<6>, f64>, D<2>>,
        Flatten<Image<D<3>, D<3>, D<3>, f64>>,
        Dense<D<27>, D<2>, Identity, f64>,
    );
    sizes: Sizes;
    skips: Skip;
    unflattened: Decoder;
}

/// Pads, crops and magnifies.
#[layer]
struct Sizes {
    b: Vector<D<2>, f64>,
}

#[layer]
impl Sizes {
    fn forward(&self, x: &Image<D<2>, D<6>, D<7>, f64>) -> Image<D<2>, D<20>, D<18>, f64> {
        x.pad::<Pad<3>>()
            .crop::<(Pad<1>, Pad<2>)>()
            .add_per_channel(&self.b)
            .upsample::<D<2>>()
    }
}

/// What it learnt, behind what it was given.
#[layer]
struct Skip {
    conv: Conv2d<Small, D<3>, D<3>, Tanh, Same>,
}

#[layer]
impl Skip {
    fn forward(&self, x: &Image<D<2>, D<6>, D<7>, f64>) -> Vector<D<5>, f64> {
        let learnt = self.conv.forward(x);
        x.concat_channels(&learnt).channel_means()
    }
}

/// From a vector to an image, and back.
#[layer]
struct Decoder {
    w: Matrix<D<12>, D<3>, f64>,
}

#[layer]
impl Decoder {
    fn forward(&self, x: &Vector<D<3>, f64>) -> Vector<D<48>, f64> {
        (&self.w * x)
            .unflatten::<(D<3>, D<2>, D<2>)>()
            .upsample::<D<2>>()
            .flatten()
            .clone()
    }
}
