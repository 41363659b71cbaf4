//! The same numbers under other dimensions.

use typograd::prelude::*;

dims! { Height = 2; Width = 3; Flat = 6; Six = 6; }

#[test]
fn runs() {
    let m = Matrix::<Height, Width>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    let flat: &Vector<Six> = m.reshape::<(Flat,)>().relabel();
    assert_eq!(flat[4], 5.0);
    assert_eq!(flat.reshape::<(Height, Width)>(), &m);
    let image = Image::<D<1>, Height, Width>::ones();
    assert_eq!(image.flatten().as_slice().len(), 6);
}
