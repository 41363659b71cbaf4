//! Each method on each problem: it finds what scipy finds, by no more than twice as many evaluations.

use serde_json::Value;
use typograd::minimize::{
    Bfgs, ConjugateGradient, Direction, Hessian, Lbfgs, Newton, Outcome, Reason, Stopping,
    minimize_with,
};
use typograd::prelude::*;

use super::problems::{Digits, Point, beale, quadratic, rosenbrock};
use crate::golden;

fn goldens() -> Value {
    let text = include_str!("../../goldens/minimize.json");
    serde_json::from_str(text).expect("the goldens are JSON")
}

/// The fewest evaluations of the methods of scipy that came to an end.
fn scipy(case: &Value, methods: &[&str], what: &str) -> usize {
    let of = |method: &str| {
        let run = &case["scipy"][method];
        let succeeded = run["success"] == true && run["gradient_norm"].as_f64()? <= 1e-5;
        succeeded.then(|| run[what].as_u64())?
    };
    let counts = methods.iter().filter_map(|method| of(method));
    counts.min().map_or(usize::MAX / 2, |count| {
        usize::try_from(count).expect("a small number")
    })
}

fn run<N: Dim, F: Hessian<N, f64>, M: Direction<Point<N>, F>>(
    method: &M,
    f: F,
    case: &Value,
) -> (Outcome<f64>, Point<N>) {
    let mut x = Point::zeros();
    golden::fill(x.as_mut_slice(), &case["start"]);
    let stopping = Stopping {
        iterations: 20_000,
        ..Stopping::default()
    };
    let outcome = minimize_with(method, f, &mut x, &stopping, |_| {});
    (outcome, x)
}

/// All methods but steepest descent, which scipy does not have.
fn check<N: Dim, F: Hessian<N, f64> + Clone>(name: &str, f: &F) {
    let goldens = goldens();
    let cases = goldens["cases"].as_array().expect("a list");
    let case = cases.iter().find(|case| case["name"] == name).expect(name);
    let least = case["value"].as_f64().expect("a number");
    let hard = name.starts_with("rosenbrock_10");

    let agree = |method: &str, (outcome, x): (Outcome<f64>, Point<N>), peers: &[&str]| {
        assert_eq!(outcome.reason, Reason::GradientIsSmall, "{name}, {method}");
        assert!(outcome.gradient_norm <= 1e-5);
        let mut check = f.clone();
        assert_eq!(check.value(&x, &mut Point::zeros()), outcome.value);
        // Rosenbrock's function of 10 has two minima.
        let found = (outcome.value - least).abs() <= 1e-6 * least.abs().max(1.0);
        let other = hard && (outcome.value < 1e-8 || (outcome.value - 3.986_579).abs() < 1e-6);
        assert!(found || other, "{name}, {method}: {outcome}");
        for (what, count) in [
            ("values", outcome.evaluations.values),
            ("gradients", outcome.evaluations.gradients),
            ("hessians", outcome.evaluations.hessians),
        ] {
            let limit = 2 * scipy(case, peers, what);
            assert!(
                count <= limit,
                "{name}, {method}: {count} {what} where twice scipy's are {limit}"
            );
        }
    };
    agree(
        "CG",
        run(&ConjugateGradient::default(), f.clone(), case),
        &["CG"],
    );
    agree("BFGS", run(&Bfgs::default(), f.clone(), case), &["BFGS"]);
    let lbfgs = Lbfgs::<D<10>>::default();
    agree("L-BFGS", run(&lbfgs, f.clone(), case), &["L-BFGS-B"]);
    let trust = ["Newton-CG", "trust-exact"];
    agree("Newton", run(&Newton::default(), f.clone(), case), &trust);
}

#[test]
fn rosenbrock_of_two() {
    check("rosenbrock_2", &rosenbrock::<D<2>>());
    check("rosenbrock_2_far", &rosenbrock::<D<2>>());
}

#[test]
fn rosenbrock_of_ten() {
    check("rosenbrock_10", &rosenbrock::<D<10>>());
    check("rosenbrock_10_far", &rosenbrock::<D<10>>());
}

#[test]
fn beale_from_near_and_far() {
    check("beale", &beale());
    check("beale_far", &beale());
}

#[test]
fn ill_conditioned_quadratics() {
    check("quadratic_1e2", &quadratic::<D<10>>(1e2));
    check("quadratic_1e4", &quadratic::<D<10>>(1e4));
    check("quadratic_1e4_far", &quadratic::<D<10>>(1e4));
}

#[test]
fn logistic_regression_on_digits() {
    let digits = Digits::read();
    check("logistic", &digits.logistic());
    check("logistic_far", &digits.logistic());
}
