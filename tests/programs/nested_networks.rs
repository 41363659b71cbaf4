//! A network of networks, with a residual around one and a layer that holds another.

use typograd::prelude::*;

dims! { Pixels = 12; Code = 3; }

#[derive(Network)]
struct Encoder {
    first: Dense<Pixels, D<6>, Relu>,
    code: Dense<D<6>, Code>,
}

#[derive(Network)]
struct Decoder {
    first: Dense<Code, D<6>, Relu>,
    image: Dense<D<6>, Pixels, Sigmoid>,
}

#[derive(Network)]
struct Autoencoder {
    encoder: Encoder,
    decoder: Decoder,
}

#[layer]
struct Mixed {
    inner: Autoencoder,
    #[init(constant(0.5))]
    share: Scalar,
}

#[layer]
impl Mixed {
    fn forward(&self, x: &Vector<Pixels>) -> Vector<Pixels> {
        x + &self.share * self.inner.forward(x)
    }
}

#[derive(Network)]
struct Whole {
    mixed: Mixed,
    around: Residual<Autoencoder>,
}

#[test]
fn runs() {
    let whole = Whole::seeded(5);
    let text = whole.summary().to_string();
    assert!(text.contains("encoder"), "{text}");
    let mut paths = Vec::new();
    whole.visit::<f32>(&typograd::network::Path::ROOT, &mut |parameter| {
        paths.push(parameter.path.to_string())
    });
    assert_eq!(paths[0], "mixed.inner.encoder.first.w");
}
