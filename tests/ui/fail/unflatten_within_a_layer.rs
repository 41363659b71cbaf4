// A vector as an image of more pixels, within a layer.
use typograd::prelude::*;

#[layer]
struct Decoder {
    w: Matrix<D<12>, D<3>>,
}

#[layer]
impl Decoder {
    fn forward(&self, x: &Vector<D<3>>) -> Image<D<3>, D<2>, D<3>> {
        (&self.w * x).unflatten::<(D<3>, D<2>, D<3>)>().clone()
    }
}

fn main() {}
