//! Literals of every base, visibilities, documentation, attributes, and dims in functions.

mod sizes {
    typograd::dims! {
        /// An image of 28 × 28.
        pub Pixels = 784;
        pub(crate) Mask = 0xff;
        pub(super) Wide = 1_000_003;
        #[allow(dead_code)] // an attribute on a dimension is what is shown
        Bits = 0b1010;
        pub Octal = 0o17;
    }
    pub const PRIVATE: usize = <Bits as typograd::Dim>::LEN;
}
use sizes::{Mask, Octal, Pixels, Wide};
use typograd::prelude::*;

#[test]
fn runs() {
    dims! { Local = 7; Suffixed = 3u32; T = 2usize; }
    assert_eq!((Vector::<Suffixed>::ones().sum(), T::LEN), (3.0, 2));
    assert_eq!(
        (Pixels::LEN, Mask::LEN, Wide::LEN, Octal::LEN),
        (784, 255, 1_000_003, 15)
    );
    assert_eq!((Local::LEN, Local::NAME, sizes::PRIVATE), (7, "Local", 10));
    assert_eq!(
        D::<1024>::LEN + D::<65536>::LEN + D::<1_000_000>::LEN,
        1024 + 65536 + 1_000_000
    );
}

/// Literals at the edges of what they reach, each in a network, whose derive knows them by their tokens.
#[test]
fn literals_in_networks() {
    macro_rules! networks {
        ($($length:literal)*) => {
            $({
                #[derive(Network)]
                struct Net {
                    sum: DenseNoBias<D<$length>, D<1>>,
                }
                assert_eq!(Net::PARAMS, $length);
            })*
        };
    }
    networks! { 1 2 1023 1024 2047 2048 3600 4095 4096 10_000 65_535 65_536 100000usize 0x10_0000 }

    #[derive(Network)]
    struct Net {
        sum: DenseNoBias<D<2047>, D<1>>,
        last: Activate<Relu, (D<1>,)>,
    }
    let mut net = Net::seeded(1);
    net.sum.w.fill(2.0);
    assert_eq!(net.forward(&Vector::ones()), Vector::from([4094.0]));
}
