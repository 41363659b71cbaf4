//! Groups of channels, with pairs for what differs between height and width.

use typograd::prelude::*;

type Conv = GroupedConv2d<
    Image<D<6>, D<9>, D<9>>,
    D<12>,
    (D<3>, D<1>),
    D<3>,
    Relu,
    (Same, Valid),
    D<1>,
    (D<2>, D<1>),
>;

#[test]
fn runs() {
    assert_eq!(Conv::PARAMS, 12 * 2 * 3 + 12);
    let y: Image<D<12>, D<9>, D<9>> = Conv::seeded(1).forward(&Image::ones());
    assert!(y.sum() >= 0.0);
    let plain = GroupedConv2dNoBias::<Image<D<2>, D<4>, D<4>>, D<2>, D<2>, D<2>>::seeded(1);
    let _: Image<D<2>, D<3>, D<3>> = plain.forward(&Image::ones());
}
