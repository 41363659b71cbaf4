//! The numbers of the lectures (`examples/lectures/`), computed by their own functions.

use std::time::Duration;

use proptest::prelude::*;
use typograd::Rng;
use typograd::prelude::*;

#[path = "../../examples/lectures/course.rs"]
pub(crate) mod course;

use course::{
    LECTURES, backpropagation, classification, jacobian_chains, matrix_laws, perceptron,
    product_views, regression, relu_neuron, shared_weight, xor,
};

#[test]
fn every_lecture_is_given() {
    for lecture in LECTURES {
        let text = (lecture.give)().unwrap_or_else(|error| panic!("{}: {error}", lecture.name));
        assert!(text.lines().count() > 3, "{}", lecture.title);
        assert!(!text.contains("NaN") && !text.contains("false"), "{text}");
    }
}

/// It converges where a line tells the classes apart, with no more corrections than Novikoff's bound.
#[test]
fn the_perceptron_learns_what_a_line_tells_apart() {
    for seed in 1..=10 {
        let samples = perceptron::separable(100, seed);
        let mut unit = perceptron::Perceptron::default();
        let (corrections, _) = unit.learn(&samples, 1000).expect("a line");
        assert!(corrections as f64 <= perceptron::novikoff(&samples));
        assert!(samples.iter().all(|(x, y)| unit.decide(x) == *y));
    }
    for f in [|a, b| a & b, |a, b| a | b, |a, b| a && !b] as [fn(bool, bool) -> bool; 3] {
        let mut unit = perceptron::Perceptron::default();
        unit.learn(&perceptron::corners(f), 100).expect("a line");
    }
}

#[test]
fn the_perceptron_does_not_learn_xor_and_says_so() {
    let mut unit = perceptron::Perceptron::default();
    let corners = perceptron::corners(|a, b| a ^ b);
    let error = unit.learn(&corners, 1000).unwrap_err();
    assert!(matches!(error, perceptron::NotLearnt::Repeats { .. }));
    assert!(
        error
            .to_string()
            .ends_with("it goes in circles, and will never be done")
    );
    let error = perceptron::Perceptron::default()
        .learn(&corners, 2)
        .unwrap_err();
    assert!(matches!(
        error,
        perceptron::NotLearnt::Limit {
            epochs: 2,
            mistakes: 1..
        }
    ));
}

#[test]
fn two_layers_learn_xor() {
    for seed in 1..=5 {
        let (net, losses) = xor::learn(seed, 1000).expect("finite losses");
        assert!(losses[999] < 0.01, "{seed}: {}", losses[999]);
        for (x, y) in perceptron::corners(|a, b| a ^ b) {
            assert!((xor::answer(&net, &x) - y).abs() < 0.05);
        }
    }
}

#[test]
fn the_equations_by_hand_are_what_is_derived() {
    for seed in 0..20 {
        let net = backpropagation::Net::seeded(seed);
        let rng = &mut Rng::new(seed);
        let (x, y) = (
            Vector::normal(0.0, 2.0, rng),
            Vector::uniform(0.0, 1.0, rng),
        );
        let hand = backpropagation::by_hand(&net, &x, &y);
        let derived = backpropagation::derived(&net, &x, &y).expect("one sample, one target");
        assert!(backpropagation::difference(&hand, &derived) <= 1e-15);
        assert!(hand.layer1.w.norm() > 0.0);
    }
}

/// The three uses of a weight add up to its derivative, which finite differences have too.
#[test]
fn a_weight_used_three_times_has_the_sum_of_three_gradients() {
    for (w, x) in [(0.8, 1.5), (-2.0, 0.3), (3.0, -1.0)] {
        let chain = shared_weight::chain(w, x, 3);
        let (output, derived) = shared_weight::derived(w, x).expect("one sample");
        assert!((chain.output - output).abs() < 1e-15);
        assert!((chain.shares.iter().sum::<f64>() - derived).abs() < 1e-15);
        let at = |w: f64| shared_weight::chain(w, x, 3).output;
        assert!(((at(w + 1e-5) - at(w - 1e-5)) / 2e-5 - derived).abs() < 1e-9);
    }
}

/// |δˡ| ≤ |δˡ⁺¹| |w| / 4.
#[test]
fn gradients_vanish_by_a_quarter_of_the_weight() {
    for w in [0.8, -1.5, 3.0] {
        let deltas = shared_weight::chain(w, 0.7, 30).deltas;
        for pair in deltas.windows(2) {
            assert!(pair[0].abs() <= pair[1].abs() * f64::abs(w) / 4.0);
        }
        assert!(deltas[0].abs() < 1e-3 * deltas[29].abs());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The four views are the product of nalgebra.
    #[test]
    fn all_views_of_a_product_are_the_product(
        a in prop::array::uniform6(-1e3..1e3_f64),
        b in prop::array::uniform8(-1e3..1e3_f64),
    ) {
        use product_views::{columns, entries, outer_products, rows};
        let expected = nalgebra::Matrix3x2::from_row_slice(&a) * nalgebra::Matrix2x4::from_row_slice(&b);
        let a = product_views::A::from_slice(&a).unwrap();
        let b = product_views::B::from_slice(&b).unwrap();
        for view in [entries, columns, rows, outer_products] {
            let found = view(&a, &b);
            for i in 0..3 {
                for j in 0..4 {
                    prop_assert!((found[(i, j)] - expected[(i, j)]).abs() <= 1e-9);
                }
            }
        }
    }

    /// rank A + rank B − n ≤ rank A B ≤ min(rank A, rank B), rank (A + B) ≤ rank A + rank B; and the laws of inverse and orthogonality.
    #[test]
    fn ranks_inverses_and_orthogonal_matrices_keep_their_laws(seed in 0..10_000_u64) {
        let rng = &mut Rng::new(seed);
        let low = [matrix_laws::of_rank::<D<1>>(rng), matrix_laws::of_rank::<D<2>>(rng), matrix_laws::of_rank::<D<3>>(rng)];
        for (i, a) in low.iter().enumerate() {
            for b in &low {
                let [rank_a, rank_b, product, sum] = matrix_laws::ranks(a, b).unwrap();
                prop_assert!(rank_a <= i + 1);
                prop_assert!(product <= rank_a.min(rank_b) && rank_a + rank_b <= product + 4);
                prop_assert!(sum <= rank_a + rank_b);
            }
            prop_assert!(a.inverse().map_or(true, |inverse| inverse.norm() > 1e6));
        }
        let q = matrix_laws::orthogonal(rng).unwrap();
        let (x, y) = (Vector::normal(0.0, 1.0, rng), Vector::normal(0.0, 1.0, rng));
        for missed in matrix_laws::orthogonal_laws(&q, &x, &y).unwrap() {
            prop_assert!(missed < 1e-13);
        }
        // Far from singular, as rounding grows with the condition.
        let [a, b] = [1, 2].map(|_| matrix_laws::of_rank::<D<4>>(rng) * 0.1 + &q);
        let condition = (a.cond().unwrap() * b.cond().unwrap()).powi(2);
        for missed in matrix_laws::inverse_laws(&a, &b).unwrap() {
            prop_assert!(missed < 1e-13 * condition, "{missed:e}");
        }
    }
}

#[test]
fn regression_explains_what_is_no_noise() {
    // Noise of 0.1 in values whose deviation is about 0.9 leaves 0.988.
    assert!(regression::to_a_number().expect("a trained network") > 0.96);
    assert!(regression::to_a_vector().expect("a trained network") > 0.99);
}

#[test]
fn r_squared_is_one_for_the_truth_and_zero_for_the_mean() {
    let y = [[1.0, 2.0], [3.0, 5.0], [5.0, 2.0]].map(Vector::<D<2>>::from);
    assert_eq!(regression::r_squared(&y, &y), 1.0);
    let mean = [1, 2, 3].map(|_| Vector::<D<2>>::from([3.0, 3.0]));
    assert!(regression::r_squared(&mean, &y).abs() < 1e-6);
}

#[test]
fn digits_are_classified() {
    assert!(classification::two_classes().expect("a trained network") > 0.95);
    assert!(classification::ten_classes().expect("a trained network") > 0.94);
}

/// Both forms of the gradient are one, and that of finite differences.
#[test]
fn the_relu_neuron_has_one_gradient() {
    let (x, y, w) = relu_neuron::problem();
    for b in [-0.5, 0.0, 2.0] {
        let scalar = relu_neuron::scalar(&x, &y, &w, b);
        let vectorised = relu_neuron::vectorised(&x, &y, &w, b);
        assert!((scalar.cost - vectorised.cost).abs() < 1e-5 * scalar.cost);
        assert!(scalar.w.is_close(&vectorised.w, 1e-5));
        assert!((scalar.b - vectorised.b).abs() < 1e-5);

        let along = |t: f32| {
            let mut w = w.clone();
            w.add_scaled(t, &scalar.w);
            relu_neuron::vectorised(&x, &y, &w, b + t * scalar.b).cost
        };
        let slope = (along(1e-2) - along(-1e-2)) / 2e-2;
        let expected = scalar.w.norm_squared() + scalar.b * scalar.b;
        assert!(
            (slope - expected).abs() < 1e-2 * expected,
            "{slope} and {expected}"
        );
    }
    let time = relu_neuron::time(|| relu_neuron::vectorised(&x, &y, &w, 0.0));
    assert!(time > Duration::ZERO);
}

/// Exactly: N (2N − 1) for a row through a matrix, and N times that for a product of two.
#[test]
fn a_chain_from_the_left_is_quadratic_and_from_the_right_cubic() {
    let [small, middle, large] = [
        jacobian_chains::count::<D<16>>(),
        jacobian_chains::count::<D<32>>(),
        jacobian_chains::count::<D<64>>(),
    ];
    for (once, twice) in [(&small, &middle), (&middle, &large)] {
        let growth = |of: fn(&jacobian_chains::Orders) -> usize| of(twice) as f64 / of(once) as f64;
        assert!((3.8..4.1).contains(&growth(|orders| orders.left_first)));
        assert!((7.7..8.1).contains(&growth(|orders| orders.right_first)));
    }
    // 2N² operations a product with a row, 2N³ one of matrices; the sums of registers come on top.
    assert!((16_384..17_000).contains(&large.left_first));
    assert!((532_480..540_000).contains(&large.right_first));
    assert!(large.difference < 1e-11);
}
