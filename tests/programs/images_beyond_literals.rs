//! Flattened images of more elements than literals reach to: by a name, by `FlatOf`, and by a literal where there is one.

use typograd::prelude::*;

dims! { Feature = 3136; Hidden = 1500; }

type Pool = MaxPool2d<Image<D<64>, D<14>, D<14>>, D<2>>;

#[derive(Network)]
struct Named {
    pool: Pool,
    flat: FlattenTo<OutputOf<Pool>, Feature>,
    logits: Dense<Feature, D<10>>,
}

#[derive(Network)]
struct Computed {
    pool: Pool,
    flat: Flatten<OutputOf<Pool>>,
    hidden: Dense<FlatOf<Pool>, Hidden, Relu>,
    logits: Dense<Hidden, D<2>>,
}

type Square = AvgPool2d<Image<D<128>, D<8>, D<8>>, D<2>>;

#[derive(Network)]
struct Literal {
    pool: Square,
    flat: Flatten<OutputOf<Square>>,
    logits: Dense<D<2048>, D<10>>,
}

#[test]
fn runs() {
    assert_eq!(Named::PARAMS, 3136 * 10 + 10);
    assert_eq!(Computed::PARAMS, 3136 * 1500 + 1500 + 1500 * 2 + 2);
    let y: Vector<D<10>> = Named::boxed(1).forward(&Image::ones());
    assert!(y.norm_max() > 0.0);
    let y: Vector<D<10>> = Literal::boxed(1).forward(&Image::ones());
    assert!(y.norm_max() > 0.0);
    let wide = Matrix::<D<100>, D<120>>::ones();
    assert_eq!(wide.flatten().sum(), 12_000.0);
}
