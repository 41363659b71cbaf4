//! The lectures on matrix calculus: their numbers, by hand, by finite differences and by the laws.

use proptest::prelude::{prop_assert, proptest};
use typograd::prelude::*;

use crate::lectures::course::{
    bilinear_form, chain_rules, composition, differentials, gaussian_likelihood, jacobian_table,
    least_squares, logistic_regression, neuron_gradient, softmax_regression, two_layers,
};

type X = Vector<D<3>, f64>;

#[test]
fn the_table_of_jacobians() {
    use jacobian_table::{
        add, divide, identity, multiply, scale, scaled_sum, shift, subtract, sum,
    };

    let (w, x, z) = (X::from([3.0, 5.0, 7.0]), X::from([1.0, 2.0, 4.0]), 2.0);
    let ones = X::ones();
    let j = add::jacobian(&w, &x);
    assert_eq!((j.w.vector(), j.x.vector()), (&ones, &ones));
    let j = subtract::jacobian(&w, &x);
    assert_eq!((j.w.vector(), j.x.vector()), (&ones, &-&ones));
    let j = multiply::jacobian(&w, &x);
    assert_eq!((j.w.vector(), j.x.vector()), (&x, &w));
    let j = divide::jacobian(&w, &x);
    assert_eq!(j.w.vector(), &X::from([1.0, 0.5, 0.25])); // 1 / xᵢ
    assert_eq!(j.x.vector(), &X::from([-3.0, -1.25, -0.4375])); // −wᵢ / xᵢ²
    assert_eq!(identity::jacobian(&x).x.vector(), &ones);
    let j = shift::jacobian(&x, z);
    assert_eq!((j.x.vector(), &j.z), (&ones, &ones));
    let j = scale::jacobian(&x, z);
    assert_eq!((j.x.vector(), &j.z), (&(&ones * 2.0), &x));
    assert_eq!(sum::jacobian(&x).x, RowVector::ones());
    let j = scaled_sum::jacobian(&x, z);
    assert_eq!((j.x, j.z), (RowVector::full(2.0), 7.0)); // z 1ᵀ and Σ x
    // The gradient of the number: δᵀ ∂y/∂z.
    assert_eq!(shift::vjp(&x, z, &w).1.z, 15.0);
    assert_eq!(scale::vjp(&x, z, &w).1.z, 41.0);
    assert_eq!(shift::GRADIENTS, "∇x = δ   ∇z = 1ᵀ δ");
    assert_eq!(scale::GRADIENTS, "∇x = z δ   ∇z = δᵀ x");
}

#[test]
fn chains_of_several_functions() {
    for x in [0.5, -1.3, 2.0_f64] {
        let expected = (x + x * x).cos() * (1.0 + 2.0 * x);
        let [direct, through] = chain_rules::total_derivative(x);
        assert!((direct + through - expected).abs() < 1e-14);
        assert!((chain_rules::total::grad(x).x - expected).abs() < 1e-14);

        let (f, g) = chain_rules::jacobians(x);
        let product = f * g;
        let expected = [2.0 / x, 3.0 * (3.0 * x).cos()]; // of ln x² and sin 3x
        let whole = chain_rules::chained::jacobian(x).x;
        for (found, expected) in product.iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-14);
        }
        assert!((whole.0 - expected[0]).abs() < 1e-14 && (whole.1 - expected[1]).abs() < 1e-14);
    }
    assert_eq!(
        chain_rules::in_one::GRADIENTS,
        "∇x = 2 δ₁ / x + 3 δ₂ cos(3 x)"
    );
}

#[test]
fn the_neuron_in_three_ways() {
    use neuron_gradient::{by_chain_rule, derived, in_scalars, neuron};

    let (w, x) = (X::from([0.5, -1.0, 2.0]), X::from([1.0, 3.0, 2.0]));
    for (b, expected) in [(0.25, (x.clone(), 1.0)), (-2.0, (X::zeros(), 0.0))] {
        assert_eq!(derived(&w, &x, b), expected);
        assert_eq!(by_chain_rule(&w, &x, b), expected);
        assert_eq!(in_scalars(&w, &x, b), expected);
    }
    assert_eq!(
        neuron::GRADIENTS,
        "∇w = [wᵀ x + b > 0] x   ∇x = [wᵀ x + b > 0] w   ∇b = [wᵀ x + b > 0]"
    );
}

proptest! {
    #[test]
    fn theorem_1_1(seed: u64) {
        for (law, missed) in differentials::theorem_1_1(seed).unwrap() {
            prop_assert!(missed < 1e-11, "{law} is missed by {missed}");
        }
    }

    #[test]
    fn theorem_1_2(seed: u64) {
        for (law, missed) in differentials::theorem_1_2(seed) {
            prop_assert!(missed < 1e-12, "{law} is missed by {missed}");
        }
    }

    /// By finite differences, which know no law: there is no factor 1/N.
    #[test]
    fn the_differential_of_a_determinant(seed: u64) {
        let rng = &mut Rng::new(seed);
        let x = differentials::regular(rng);
        let dx = differentials::Square::normal(0.0, 1.0, rng);
        let moved = |h: f64| (&x + &dx * h).det().unwrap();
        let difference = (moved(1e-5) - moved(-1e-5)) / 2e-5;
        let (det, along) = differentials::determinant::jvp(&x, &dx).unwrap();
        let law = det * (x.inverse().unwrap() * &dx).trace();
        let close = |a: f64| (a - difference).abs() < 1e-7 * difference.abs().max(1.0);
        prop_assert!(close(along) && close(law));
    }
}

#[test]
fn example_2_1() {
    use bilinear_form::form;

    let x = Vector::<D<2>, f64>::from([1.0, 2.0]);
    let a = Matrix::<D<2>, D<3>, f64>::from([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0]]);
    let y = Vector::<D<3>, f64>::from([2.0, 1.0, 0.0]);
    let (value, gradient) = form::value_and_grad(&x, &a, &y);
    assert_eq!(value, 8.0);
    assert_eq!(gradient.x, Vector::from([2.0, 3.0]));
    assert_eq!(gradient.a, Matrix::from([[2.0, 1.0, 0.0], [4.0, 2.0, 0.0]]));
    assert_eq!(gradient.y, Vector::from([1.0, 6.0, 4.0]));
    assert_eq!(form::GRADIENTS, "∇x = A y   ∇A = x yᵀ   ∇y = Aᵀ x");
}

#[test]
fn example_2_2() {
    use least_squares::{cost, minimum, readings};

    let (x, y) = readings();
    let w = minimum(&x, &y).unwrap();
    // The normal equations [4 6; 6 14] w = (16, 33.9).
    assert!(w.is_close(&Vector::from([1.03, 1.98]), 1e-12));
    assert!(cost::grad(&x, &w, &y).w.norm_max() < 1e-12);
    assert_eq!(
        cost::GRADIENTS,
        "∇X = 2 (X w − y) wᵀ   ∇w = 2 Xᵀ (X w − y)   ∇y = 2 (y − X w)"
    );
}

#[test]
fn example_2_3() {
    use gaussian_likelihood::{
        Covariance, Samples, by_hand, cost, most_likely, residuals, sample_covariance,
    };

    let (r, n) = (residuals(), Samples::LEN as f64);
    assert_eq!(cost::GRADIENTS, "∇Σ = n Σ⁻ᵀ − Σ⁻ᵀ Rᵀ R Σ⁻ᵀ");
    for sigma in [
        Covariance::identity(),
        Matrix::from([[2.0, 0.5], [0.5, 1.0]]),
    ] {
        let gradient = cost::grad(&sigma, &r, n).unwrap().sigma;
        let expected = by_hand(&sigma, &r).unwrap();
        assert!(gradient.max_difference(&expected) < 1e-11 * expected.norm());
        // And by finite differences.
        let h = 1e-5;
        for (i, j) in [(0, 0), (0, 1), (1, 1)] {
            let moved = |h: f64| {
                let mut sigma = sigma.clone();
                sigma[(i, j)] += h;
                cost(&sigma, &r, n).unwrap()
            };
            let difference = (moved(h) - moved(-h)) / (2.0 * h);
            let error = (gradient[(i, j)] - difference).abs();
            assert!(error < 1e-6 * expected.norm(), "{i}, {j}: {error}");
        }
    }
    let (sigma, outcome) = most_likely(&r);
    let expected = sample_covariance(&r);
    assert!(outcome.reason.is_converged(), "{outcome}");
    assert!(sigma.max_difference(&expected) < 1e-7, "{sigma:?}");
    assert!(expected[(0, 0)] > 2.0 && expected[(0, 1)] > 0.5); // it is not where it began
}

#[test]
fn example_3_1() {
    use composition::{by_hand, chain, point};

    let p = point();
    let gradient = chain::grad(&p.x, &p.a, &p.b, &p.z, &p.c).unwrap();
    let (in_b, in_z) = by_hand(&p).unwrap();
    assert!(gradient.b.max_difference(&in_b) < 1e-14);
    assert!(gradient.z.max_difference(&in_z) < 1e-14);
    assert_eq!(
        chain::GRADIENTS,
        "∇x = A s   ∇A = x sᵀ   ∇B = −B⁻ᵀ r zᵀ B⁻ᵀ   ∇z = B⁻ᵀ r   ∇c = r   \
         where s = σ(B⁻¹ z + c), r = (Aᵀ x) ⊙ s ⊙ (1 − s)"
    );
}

#[test]
fn example_4_1() {
    use softmax_regression::{loss, train};

    type Weights = Matrix<D<3>, D<2>, f64>;
    let rng = &mut Rng::new(1);
    let (w, b) = (
        Weights::normal(0.0, 1.0, rng),
        Vector::normal(0.0, 1.0, rng),
    );
    let x = Vector::<D<2>, f64>::from([0.5, -2.0]);
    let t = Vector::<D<3>, f64>::from([0.0, 1.0, 0.0]);
    let (value, gradient) = loss::value_and_grad(&w, &b, &x, &t);
    let p = softmax(&w * &x + &b);
    assert!((value + p[1].ln()).abs() < 1e-14);
    assert!(gradient.b.max_difference(&(&p - &t)) < 1e-14);
    assert!(gradient.w.max_difference(&(&p - &t).outer(&x)) < 1e-14);
    assert_eq!(
        loss::GRADIENTS,
        "∇W = r xᵀ   ∇b = r   where r = softmax(W x + b) − t"
    );

    let (_, epochs) = train(3).unwrap();
    assert!(epochs[0].loss > epochs[2].loss);
    assert!(epochs[2].accuracy > 0.93, "{}", epochs[2].accuracy);
}

#[test]
fn example_4_2() {
    use two_layers::{by_hand, derived, descend, loss, random};

    for seed in 0..5 {
        let (p, x, y) = random(seed);
        let (gradient, expected) = (derived(&p, &x, &y).1, by_hand(&p, &x, &y));
        assert!(gradient.w1.max_difference(&expected.w1) < 1e-15);
        assert!(gradient.b1.max_difference(&expected.b1) < 1e-15);
        assert!(gradient.w2.max_difference(&expected.w2) < 1e-15);
        assert!(gradient.b2.max_difference(&expected.b2) < 1e-15);
    }
    let values = descend(31);
    assert!(values.windows(2).all(|pair| pair[1] < pair[0]));
    assert!(values[30] < 1e-3 * values[0]);
    assert_eq!(
        loss::GRADIENTS,
        "∇W₁ = r xᵀ   ∇b₁ = r   ∇W₂ = e aᵀ   ∇b₂ = e   \
         where a = σ(W₁ x + b₁), e = W₂ a + b₂ − y, r = (W₂ᵀ e) ⊙ a ⊙ (1 − a)"
    );
}

#[test]
fn newton_against_gradient_methods() {
    use logistic_regression::{accuracy, compare, digits};

    let digits = digits().unwrap();
    let found = compare(&digits);
    let (newton, others) = found.split_first().unwrap();
    assert_eq!(newton.method, "Newton");
    assert!(newton.outcome.reason.is_converged(), "{}", newton.outcome);
    assert!(newton.outcome.iterations <= 15, "{}", newton.outcome);
    for other in others {
        let by = (other.outcome.value - newton.outcome.value) / newton.outcome.value;
        assert!(by.abs() < 1e-4, "{}: {}", other.method, other.outcome);
        assert!(other.outcome.iterations > newton.outcome.iterations);
        if other.outcome.reason.is_converged() {
            assert!(by.abs() < 1e-8, "{}: {}", other.method, other.outcome);
            assert!(other.w.max_difference(&newton.w) < 1e-3);
        }
    }
    assert!(accuracy(&digits, &newton.w) > 0.95);
}
