//! Tuples of layers, long ones, and tuples within tuples.

use typograd::prelude::*;

type H = D<16>;
type Encoder = (Dense<D<32>, H, Relu>, Dense<H, D<4>>);
type Decoder = (Dense<D<4>, H, Relu>, Dense<H, D<32>, Sigmoid>);
type Autoencoder = (Encoder, Decoder);
type Tower = (Lower, Upper);
type Lower = (
    Dense<H, H, Relu>,
    Dense<H, H, Gelu>,
    Dense<H, H, Silu>,
    Dense<H, H, Elu>,
    Dense<H, H, Mish>,
    Dense<H, H, Softplus>,
);
type Upper = (
    Dense<H, H, Softsign>,
    Dense<H, H, HardSwish>,
    Residual<Dense<H, H, Tanh>>,
    Dropout<(H,), 20>,
    Activate<LogSoftmax, (H,)>,
    DenseNoBias<H, D<1>>,
);

#[derive(Network)]
struct Both {
    encoder: Encoder,
    decoder: (Dense<D<4>, H, Relu>, (Dense<H, H>, Dense<H, D<32>>)),
}

#[test]
fn runs() {
    let mut paths = Vec::new();
    Both::seeded(1).visit::<f32>(&typograd::network::Path::ROOT, &mut |parameter| {
        paths.push(parameter.path.to_string());
    });
    assert_eq!(paths[2], "encoder.1.w");
    assert_eq!(paths[8..], ["decoder.1.1.w", "decoder.1.1.b"]);
    assert_eq!(Both::PARAMS, Encoder::PARAMS + 5 * 16 + 17 * 16 + 17 * 32);

    let x = Vector::ones();
    assert_eq!(Autoencoder::seeded(1).forward(&x).as_slice().len(), 32);
    assert_eq!(
        Tower::seeded(1).forward(&Vector::ones()).as_slice().len(),
        1
    );
    assert_eq!(<(Autoencoder,)>::PARAMS, Autoencoder::PARAMS);
}
