//! What is known on paper of quadratic functions.

use proptest::prelude::*;
use typograd::minimize::{
    Bfgs, ConjugateGradient, FixedStep, Iterate, Newton, Objective, Reason, SteepestDescent,
    Stopping, StrongWolfe, minimize, minimize_with,
};
use typograd::prelude::*;

use super::problems::{Point, quadratic};

const EXACT: StrongWolfe = StrongWolfe {
    sufficient_decrease: 1e-4,
    curvature: 1e-10,
    trials: 40,
};

/// With exact line searches, conjugate gradient ends in as many steps as there are dimensions (Hestenes & Stiefel, 1952).
#[test]
fn conjugate_gradient_ends_in_as_many_steps_as_dimensions() {
    fn check<N: Dim>(condition: f64, start: f64) {
        let mut x = Point::<N>::from_fn(|i| if i % 2 == 0 { start } else { -start });
        let mut norms = Vec::new();
        let method = ConjugateGradient { line_search: EXACT };
        let stopping = Stopping {
            gradient: 0.0,
            iterations: N::LEN,
            ..Stopping::default()
        };
        minimize_with(
            &method,
            quadratic::<N>(condition),
            &mut x,
            &stopping,
            |iterate| {
                norms.push(iterate.gradient.norm());
            },
        );
        let fallen = norms[N::LEN] / norms[0];
        assert!(
            fallen < 1e-7,
            "{} dimensions, {condition:e}: {norms:?}",
            N::LEN
        );
        // And not in fewer, where all eigenvalues differ.
        assert!(norms[N::LEN - 1] / norms[0] > 1e-7);
    }
    check::<D<2>>(1e4, 0.0);
    check::<D<2>>(1e4, 100.0);
    check::<D<3>>(1e3, 10.0);
    check::<D<5>>(1e2, 10.0);
    check::<D<8>>(1e2, -3.0);
}

/// BFGS with exact line searches has the Hessian after as many steps (Nocedal & Wright, theorem 6.4).
#[test]
fn bfgs_ends_in_as_many_steps_as_dimensions() {
    let mut x = Point::<D<6>>::full(5.0);
    let method = Bfgs { line_search: EXACT };
    let outcome = minimize(&method, quadratic::<D<6>>(1e2), &mut x);
    assert_eq!(outcome.reason, Reason::GradientIsSmall);
    assert!(outcome.iterations <= 7, "{outcome}");
}

#[test]
fn newton_needs_one_step() {
    let mut x = Point::<D<10>>::full(-1e6);
    let stopping = Stopping {
        gradient: 1e-3, // of 1e12, of which rounding leaves 1e-4
        ..Stopping::default()
    };
    let f = quadratic::<D<10>>(1e6);
    let outcome = minimize_with(&Newton::default(), f, &mut x, &stopping, |_| {});
    assert_eq!((outcome.iterations, outcome.evaluations.hessians), (1, 1));
}

/// With exact line searches, f − f* falls by ((κ − 1) / (κ + 1))² in each step at least, and from the worst start by that
/// alone (Nocedal & Wright, theorem 3.3).
#[test]
fn steepest_descent_falls_by_the_factor_of_the_condition_number() {
    let kappa = 50.0;
    let bowl = |x: &Point<D<2>>, gradient: &mut Point<D<2>>| {
        *gradient = Vector::from([x[0], kappa * x[1]]);
        x.dot(gradient) / 2.0
    };
    let mut x = Vector::from([kappa, 1.0]); // the worst
    let mut values = Vec::new();
    let method = SteepestDescent { line_search: EXACT };
    let stopping = Stopping {
        iterations: 20,
        ..Stopping::default()
    };
    minimize_with(&method, bowl, &mut x, &stopping, |iterate| {
        values.push(iterate.value);
        let Iterate {
            step, iteration, ..
        } = iterate;
        assert!(iteration == 0 || step > 0.0);
    });
    let factor = ((kappa - 1.0) / (kappa + 1.0)).powi(2);
    assert_eq!(values.len(), 21);
    for pair in values.windows(2) {
        assert!((pair[1] / pair[0] - factor).abs() < 1e-3, "{values:?}");
    }
}

/// The direction is normalised: with a fixed step, each step is as long.
#[test]
fn steps_of_fixed_length_are_of_that_length() {
    let mut lengths = Vec::new();
    let mut x = Point::<D<3>>::from([1e3, -2e3, 3e3]);
    let stopping = Stopping {
        iterations: 30,
        ..Stopping::default()
    };
    let method = SteepestDescent {
        line_search: FixedStep(0.25),
    };
    let mut last = x.clone();
    minimize_with(
        &method,
        quadratic::<D<3>>(10.0),
        &mut x,
        &stopping,
        |iterate| {
            lengths.push((iterate.point - &last).norm());
            last = iterate.point.clone();
        },
    );
    assert!(
        lengths[1..]
            .iter()
            .all(|length| (length - 0.25).abs() < 1e-9)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every method finds A⁻¹ b of a random positive definite A, from a random start.
    #[test]
    fn all_methods_solve_random_systems(
        entries in prop::array::uniform16(-1.0..1.0_f64),
        b in prop::array::uniform4(-1.0..1.0_f64),
        start in prop::array::uniform4(-1e3..1e3_f64),
    ) {
        let root = Matrix::<D<4>, D<4>, f64>::from_slice(&entries).unwrap();
        let a = root.t() * &root + Matrix::identity() * 0.1;
        let b = Point::from(b);
        let f = |x: &Point<D<4>>, gradient: &mut Point<D<4>>| {
            *gradient = &a * x;
            let value = x.dot(gradient) / 2.0 - b.dot(x);
            *gradient -= &b;
            value
        };
        let residual = |x: &Point<D<4>>| (&a * x - &b).norm_max();

        let mut x = Point::from(start);
        minimize(&ConjugateGradient::default(), f, &mut x);
        prop_assert!(residual(&x) <= 1e-5);
        let mut x = Point::from(start);
        minimize(&Bfgs::default(), f, &mut x);
        prop_assert!(residual(&x) <= 1e-5);
        let mut x = Point::from(start);
        minimize(&typograd::minimize::Lbfgs::<D<3>>::default(), f, &mut x);
        prop_assert!(residual(&x) <= 1e-5);
        let mut x = Point::from(start);
        let outcome = minimize(&SteepestDescent::default(), f, &mut x);
        prop_assert!(residual(&x) <= 1e-5, "{}", outcome);
        prop_assert_eq!(outcome.value, { let mut f = f; f.value(&x, &mut Point::zeros()) });
    }
}
