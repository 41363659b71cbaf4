//! The scaled exponential linear unit.

use super::elu::elu_lanes;
use super::pointwise;

pointwise! {
    /// The scaled exponential linear unit λ x for x > 0, λ α (eˣ − 1) otherwise, with the constants that keep mean 0 and
    /// variance 1 (Klambauer et al., 2017): λ = 1.0507…, α = 1.6732….
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert!((selu(2.0_f64) - 2.0 * 1.050_700_987_355_480_5).abs() < 1e-14);
    /// assert!((selu(-1e3_f64) + 1.758_099_340_847_376_6).abs() < 1e-14); // −λ α
    /// ```
    Selu, selu;
    paper "y = λ elu(x)", "∇x = δ ⊙ (λ if y > 0 else y + λα)", "ẏ = (λ if y > 0 else y + λα) ⊙ ẋ";
    weights LecunNormal;
    value |x| {
        if x > T::zero() {
            T::from_f64(LAMBDA) * x
        } else {
            T::from_f64(LAMBDA * ALPHA) * x.exp_m1()
        }
    };
    lanes |simd, x| elu_lanes(simd, x, LAMBDA, LAMBDA * ALPHA);
    from Output |y| {
        if y > T::zero() {
            T::from_f64(LAMBDA)
        } else {
            y + T::from_f64(LAMBDA * ALPHA)
        }
    };
}

const LAMBDA: f64 = 1.050_700_987_355_480_5;
const ALPHA: f64 = 1.673_263_242_354_377_2;
