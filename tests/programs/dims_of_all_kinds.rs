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
    dims! { Local = 7; }
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
