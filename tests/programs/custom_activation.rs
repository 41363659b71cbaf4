//! An activation of the user's own, in the library's layers.

use typograd::op::{ClosedForm, Input, Pointwise, PointwiseDerivative};
use typograd::prelude::*;

/// x², a quadratic unit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quadratic;

impl Pointwise for Quadratic {
    const PAPER: ClosedForm = ClosedForm {
        value: "y = x²",
        vjp: &["∇x = 2x ⊙ δ"],
        jvp: "ẏ = 2x ⊙ ẋ",
    };

    fn value<T: Element>(x: T) -> T {
        x * x
    }
}

impl PointwiseDerivative for Quadratic {
    type From = Input;

    fn derivative<T: Element>(x: T) -> T {
        x + x
    }
}

#[test]
fn runs() {
    type Net = (
        Dense<D<3>, D<4>, Quadratic, f64>,
        Dense<D<4>, D<2>, Identity, f64>,
    );
    let mut net = Net::seeded(1);
    let samples = [
        Vector::from([0.5, -1.0, 2.0]),
        Vector::from([0.0, 0.3, -0.7]),
    ];
    let worst = typograd::check::gradients(&mut net, &samples, 1);
    assert!(worst.error() < 1e-8, "{worst}");
}
