//! Layers and networks declared by a macro of the user's.

use typograd::prelude::*;

macro_rules! networks {
    ($($name:ident: $input:ident = $i:literal => $output:ident = $o:literal, $activation:ty;)*) => {$(
        dims! { pub $input = $i; pub $output = $o; }

        #[derive(Network)]
        pub struct $name {
            first: Dense<$input, D<4>, $activation>,
            last: Dense<D<4>, $output>,
        }
    )*};
}

networks! {
    Small: SmallIn = 2 => SmallOut = 3, Relu;
    Large: LargeIn = 20 => LargeOut = 30, Tanh;
}

macro_rules! scaled {
    ($name:ident, $parameter:ident, $x:ident => $forward:expr) => {
        #[layer]
        pub struct $name<N: Dim> {
            #[init(ones)]
            $parameter: Vector<N>,
        }

        #[layer]
        impl<N: Dim> $name<N> {
            fn forward(&self, $x: &Vector<N>) -> Vector<N> {
                $x.hadamard(&self.$parameter)
            }
        }
    };
}

scaled!(Scale, gain, x => x);

#[test]
fn runs() {
    assert_eq!(Small::PARAMS, 2 * 4 + 4 + 4 * 3 + 3);
    assert_eq!(
        Large::seeded(1).forward(&Vector::ones()).as_slice().len(),
        30
    );
    let x = Vector::<D<3>>::from([1.0, 2.0, 3.0]);
    assert_eq!(Scale::seeded(1).forward(&x), x);
}
