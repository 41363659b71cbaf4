//! Owned and borrowed operands, transposed views, rows, numbers on either side.

use typograd::prelude::*;

type M = D<2>;
type N = D<3>;

#[test]
fn runs() {
    let a = Matrix::<M, N>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    let x = Vector::<N>::from([1.0, 0.0, -1.0]);
    let y = Vector::<M>::ones();
    let expected = Vector::<M>::from([-2.0, -2.0]);
    assert_eq!(&a * &x, expected);
    assert_eq!(a.clone() * &x, expected);
    assert_eq!(&a * x.clone(), expected);
    assert_eq!(a.clone() * x.clone(), expected);
    let back: Vector<N> = a.t() * &y;
    assert_eq!(back, (y.t() * &a).t());
    let gram: Matrix<N, N> = a.t() * &a;
    assert_eq!(gram, gram.transpose());
    let outer: Matrix<M, M> = &a * a.t();
    assert_eq!(outer, outer.transpose());
    assert_eq!(2.0 * &a + &a - a.clone() * 2.0, a);
    assert_eq!(-(&a / 2.0), &a * -0.5);
    let mut b = a.clone();
    b += &a;
    b -= &a;
    b *= 3.0;
    b /= 3.0;
    assert_eq!(a, b);
    let three = Scalar::full(3.0);
    assert_eq!(&three * &a, &a * &three);
    assert_eq!(&three * &x, x.clone() * 3.0);
    assert_eq!(x.t() * &three, *(&three * &x).t());
    assert_eq!(&three * &three * 2.0, Scalar::full(18.0));
}
