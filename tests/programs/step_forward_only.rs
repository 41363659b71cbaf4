//! The perceptron's unit step: a network that is run, and never trained.

use typograd::prelude::*;

#[derive(Network)]
struct And {
    unit: Dense<D<2>, D<1>, Step>,
}

#[test]
fn runs() {
    let mut and = And::seeded(1);
    and.unit.w = Matrix::from([[1.0, 1.0]]);
    and.unit.b = Vector::from([-1.5]);
    let of = |x| and.forward(&Vector::from(x))[0];
    assert_eq!(
        [
            of([0.0, 0.0]),
            of([0.0, 1.0]),
            of([1.0, 0.0]),
            of([1.0, 1.0])
        ],
        [0.0, 0.0, 0.0, 1.0]
    );
}
