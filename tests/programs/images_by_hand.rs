//! Images changed by hand: sizes follow, and stand in the types.

use typograd::prelude::*;
use typograd::tensor::Pooling2d;

#[test]
fn sizes_follow() {
    let x = Image::<D<3>, D<10>, D<12>>::ones();
    let padded: Image<D<3>, D<14>, D<12>> = x.pad::<(Pad<2>, Valid)>();
    let cropped: Image<D<3>, D<8>, D<6>> = padded.crop::<Pad<3>>();
    let large: Image<D<3>, D<16>, D<18>> = cropped.upsample::<(D<2>, D<3>)>();
    let both: Image<D<5>, D<8>, D<6>> =
        cropped.concat_channels(&Image::<D<2>, D<8>, D<6>>::zeros());
    let pooled: Image<D<5>, D<4>, D<3>> = both.max_pool::<Pooling2d<_, D<2>>>();
    let flat: &Vector<D<60>> = pooled.flatten();
    let back: &Image<D<5>, D<4>, D<3>> = flat.unflatten();
    assert_eq!((back, large.sum()), (&pooled, 4.0 * cropped.sum() * 1.5));
    assert_eq!(
        both.channel_means(),
        Vector::from([1.0, 1.0, 1.0, 0.0, 0.0])
    );
}
