//! Jacobians chain, from the left and from the right.

use typograd::prelude::*;

dims! { A = 4; B = 3; C = 2; }

fn chain(f: &Jacobian<B, A>, g: &Jacobian<C, B>) -> Jacobian<C, A> {
    g * f
}

#[test]
fn runs() {
    let (f, g) = (Jacobian::<B, A>::ones(), Jacobian::<C, B>::ones());
    let diagonal = Diagonal::<B>::new(Vector::from([1.0, 2.0, 3.0]));
    let delta = RowVector::<C>::ones();
    let left = &(&delta * &g) * &f;
    assert_eq!(left, &delta * &chain(&f, &g));
    let v = Vector::<B>::ones();
    assert_eq!(&diagonal * &v, Vector::from([1.0, 2.0, 3.0]));
    let scaled: Jacobian<C, A> = &(&g * &diagonal) * &f;
    assert_eq!(scaled[(0, 0)], 6.0);
}
