//! Names for the dimensions of images; results are literals, and are named by `relabel` and `reshape`.

use typograd::prelude::*;

dims! { Rgb = 3; Rows = 12; Columns = 16; Edges = 8; Feature = 112; }

type Conv = Conv2d<Image<Rgb, Rows, Columns>, Edges, D<3>, Relu>;
type Pool = MaxPool2d<OutputOf<Conv>, (D<5>, D<2>)>;

/// The features by their name.
#[layer]
struct Named {
    conv: Conv,
    pool: Pool,
}

#[layer]
impl Named {
    fn forward(&self, x: &Image<Rgb, Rows, Columns>) -> Vector<Feature> {
        self.pool
            .forward(&self.conv.forward(x))
            .reshape::<(Feature,)>()
            .clone()
    }
}

#[test]
fn runs() {
    let named = Named::seeded(1);
    let y: Vector<Feature> = named.forward(&Image::ones());
    assert_eq!(y.as_slice().len(), 8 * 2 * 7);
    let conv: &Image<Edges, D<10>, D<14>> = &named.conv.forward(&Image::ones());
    assert!(conv.min() >= 0.0);
}
