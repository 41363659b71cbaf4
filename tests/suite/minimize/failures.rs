//! What can't be minimised is reported, with the best point.

use typograd::minimize::{
    Backtracking, Bfgs, ConjugateGradient, Direction, FixedStep, Lbfgs, Minimization, Newton,
    Objective, Outcome, Reason, SteepestDescent, Stopping, WithHessian, minimize, minimize_with,
};
use typograd::prelude::*;

use super::problems::{Point, Square, rosenbrock};

type One = Point<D<1>>;

fn all<F>(f: F, start: f64, stopping: &Stopping) -> Vec<(Outcome<f64>, f64)>
where
    F: Fn(f64) -> (f64, f64),
{
    fn run<M: Direction<One, F>, F: Objective<One>>(
        method: &M,
        f: F,
        start: f64,
        stopping: &Stopping,
    ) -> (Outcome<f64>, f64) {
        let mut x = One::from([start]);
        let outcome = minimize_with(method, f, &mut x, stopping, |_| {});
        (outcome, x[0])
    }
    let objective = |x: &One, gradient: &mut One| {
        let (value, slope) = f(x[0]);
        gradient[0] = slope;
        value
    };
    let curved = || WithHessian {
        function: objective,
        hessian: |x: &One, hessian: &mut Square<D<1>>| {
            hessian[(0, 0)] = (f(x[0] + 1e-4).1 - f(x[0] - 1e-4).1) / 2e-4;
        },
    };
    let backtracking = Bfgs {
        line_search: Backtracking::default(),
    };
    let fixed = SteepestDescent {
        line_search: FixedStep(0.5),
    };
    vec![
        run(&SteepestDescent::default(), objective, start, stopping),
        run(&ConjugateGradient::default(), objective, start, stopping),
        run(&Bfgs::default(), objective, start, stopping),
        run(&backtracking, objective, start, stopping),
        run(&Lbfgs::<D<3>>::default(), objective, start, stopping),
        run(&Newton::default(), curved(), start, stopping),
        run(&fixed, objective, start, stopping),
    ]
}

#[test]
fn a_start_that_is_not_finite_is_said_to_be_so() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for (outcome, x) in all(|_| (bad, 1.0), 2.0, &Stopping::default()) {
            assert_eq!(
                (outcome.reason, outcome.iterations, x),
                (Reason::NotFinite, 0, 2.0)
            );
        }
        for (outcome, x) in all(|x| (x, bad), 2.0, &Stopping::default()) {
            assert_eq!(
                (outcome.reason, outcome.iterations, x),
                (Reason::NotFinite, 0, 2.0)
            );
        }
    }
}

/// A gradient with the wrong sign: uphill, each line search finds larger values alone.
#[test]
fn a_wrong_gradient_is_no_decrease() {
    let runs = all(|x| (x * x, -2.0 * x), 3.0, &Stopping::default());
    let (fixed, searched) = runs.split_last().expect("seven");
    for (outcome, x) in searched {
        assert_eq!(
            (outcome.reason, *x, outcome.value),
            (Reason::NoDecrease, 3.0, 9.0)
        );
    }
    // A fixed step looks at nothing; the best point is the first.
    assert_eq!((fixed.0.reason, fixed.1), (Reason::IterationLimit, 3.0));
}

/// x − ln x is NaN left of 0: a step into it counts as too long.
#[test]
fn steps_into_nan_are_shortened() {
    let barrier = |x: f64| (x - x.ln(), 1.0 - 1.0 / x);
    let runs = all(barrier, 0.001, &Stopping::default());
    for (outcome, x) in &runs[..6] {
        assert_eq!(outcome.reason, Reason::GradientIsSmall, "{outcome}");
        assert!((x - 1.0).abs() < 2e-5);
    }
    // A fixed step goes there, and says so, with the best point on the way.
    let stopping = Stopping {
        iterations: 50,
        ..Stopping::default()
    };
    let down = |x: f64| (if x > 0.0 { x } else { f64::NAN }, 1.0);
    let (outcome, x) = all(down, 1.75, &stopping).pop().expect("the fixed one");
    assert_eq!(
        (outcome.reason, x, outcome.value),
        (Reason::NotFinite, 0.25, 0.25)
    );
}

/// −x² has no minimum: the values grow until they are not finite, or a limit is reached, and nothing is lost.
#[test]
fn an_unbounded_function_ends_by_a_limit() {
    let stopping = Stopping {
        iterations: 300,
        ..Stopping::default()
    };
    for (outcome, x) in all(|x| (-x * x, -2.0 * x), 1.0, &stopping) {
        assert!(!outcome.reason.is_converged(), "{outcome}");
        assert!(
            x.abs() > 100.0 && outcome.value == -x * x && outcome.value.is_finite(),
            "{outcome}"
        );
    }
}

#[test]
fn limits_are_kept() {
    for limit in [0, 1, 7] {
        let stopping = Stopping {
            iterations: limit,
            ..Stopping::default()
        };
        let mut x = Vector::from([-1.2, 1.0]);
        let mut shown = 0;
        let f = rosenbrock::<D<2>>();
        let outcome = minimize_with(&Bfgs::default(), f, &mut x, &stopping, |_| shown += 1);
        assert_eq!(
            (outcome.reason, outcome.iterations),
            (Reason::IterationLimit, limit)
        );
        assert_eq!(shown, limit + 1);
    }
    for limit in [1, 2, 10, 20] {
        let stopping = Stopping {
            evaluations: limit,
            ..Stopping::default()
        };
        let mut calls = 0;
        let mut lowest = f64::INFINITY;
        let mut rosenbrock = rosenbrock::<D<2>>();
        let counted = |x: &Point<D<2>>, gradient: &mut Point<D<2>>| {
            calls += 1;
            let value = rosenbrock.value_and_gradient(x, gradient);
            lowest = lowest.min(value);
            value
        };
        let mut x = Vector::from([-1.2, 1.0]);
        let outcome = minimize_with(&Bfgs::default(), counted, &mut x, &stopping, |_| {});
        assert_eq!(
            (outcome.reason, outcome.evaluations.values),
            (Reason::EvaluationLimit, calls)
        );
        // One more, for the gradient, where the best point is not the last.
        assert!(calls <= limit + 1, "{calls} of {limit}");
        assert_eq!(outcome.value, lowest);
    }
}

/// The best point, and its own value and gradient, whatever came after.
#[test]
fn the_best_point_is_kept() {
    let f = |x: &One, gradient: &mut One| {
        gradient[0] = 2.0 * x[0];
        x[0] * x[0]
    };
    let mut x = One::from([1.1]);
    let stopping = Stopping {
        iterations: 4,
        ..Stopping::default()
    };
    let method = SteepestDescent {
        line_search: FixedStep(1.0),
    };
    let outcome = minimize_with(&method, f, &mut x, &stopping, |_| {}); // 1.1, 0.1, −0.9, 0.1, −0.9
    assert!((x[0] - 0.1).abs() < 1e-12);
    assert_eq!(
        (outcome.value, outcome.gradient_norm),
        (x[0] * x[0], 2.0 * x[0].abs())
    );
}

#[test]
fn tolerances_of_decrease_and_step_end_a_search() {
    let mut x = Vector::from([-1.2, 1.0]);
    let stopping = Stopping {
        gradient: 0.0,
        decrease: 1e-3,
        ..Stopping::default()
    };
    let outcome = minimize_with(
        &Bfgs::default(),
        rosenbrock::<D<2>>(),
        &mut x,
        &stopping,
        |_| {},
    );
    assert_eq!(outcome.reason, Reason::DecreaseIsSmall);
    let stopping = Stopping {
        gradient: 0.0,
        step: 1e-3,
        ..Stopping::default()
    };
    let outcome = minimize_with(
        &Bfgs::default(),
        rosenbrock::<D<2>>(),
        &mut x,
        &stopping,
        |_| {},
    );
    assert_eq!(outcome.reason, Reason::StepIsSmall);
}

/// A gradient beyond the square root of the largest number, and one below that of the smallest.
#[test]
fn large_and_small_scales_are_survived() {
    for scale in [1e-180, 1e-100, 1e100, 1e180] {
        let stopping = Stopping {
            gradient: 1e-6 * scale,
            ..Stopping::default()
        };
        for (outcome, x) in all(|x| (scale * x * x, 2.0 * scale * x), 3.0, &stopping) {
            assert!(outcome.value.is_finite() && x.is_finite());
            assert!(outcome.value <= scale * 9.0, "{scale:e}: {outcome}");
        }
        // Steepest descent is normalised, and knows no scale.
        let (outcome, _) = all(|x| (scale * x * x, 2.0 * scale * x), 3.0, &stopping)[0];
        assert!(outcome.reason.is_converged(), "{scale:e}: {outcome}");
    }
}

/// In `f32`, rounding ends a search; the point is as good as the type allows.
#[test]
fn single_precision_ends_where_rounding_does() {
    let f = |x: &Vector<D<2>>, gradient: &mut Vector<D<2>>| {
        let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
        *gradient = Vector::from([-2.0 * a - 400.0 * x[0] * b, 200.0 * b]);
        a * a + 100.0 * b * b
    };
    let mut x = Vector::from([-1.2, 1.0]);
    let outcome = minimize(&Bfgs::default(), f, &mut x);
    assert!(outcome.value < 1e-9, "{outcome}");
    assert!(x.is_close(&Vector::ones(), 1e-3));
}

/// The same memory, used again, remembers nothing.
#[test]
fn a_search_does_not_depend_on_the_one_before() {
    let mut run = Minimization::<Point<D<2>>, Lbfgs<D<4>>>::new();
    let mut outcomes = [1, 2, 3].map(|_| {
        run.point = Vector::from([-1.2, 1.0]);
        let mut f = rosenbrock::<D<2>>();
        run.minimize(&Lbfgs::default(), &mut f, &Stopping::default(), |_| {})
    });
    outcomes.reverse();
    assert_eq!(outcomes[0], outcomes[1]);
    assert_eq!(outcomes[0], outcomes[2]);
}

/// Nothing to be varied by: a saddle, where the gradient is 0, is where a search stays; beside it, Newton goes down.
#[test]
fn newton_leaves_a_saddle() {
    // x⁴ / 4 − x² / 2 + y²: minima at (±1, 0), a saddle at 0
    type Two = Point<D<2>>;
    let f = WithHessian {
        function: |x: &Two, gradient: &mut Two| {
            *gradient = Vector::from([x[0].powi(3) - x[0], 2.0 * x[1]]);
            x[0].powi(4) / 4.0 - x[0] * x[0] / 2.0 + x[1] * x[1]
        },
        hessian: |x: &Two, hessian: &mut Square<D<2>>| {
            *hessian = Matrix::from([[3.0 * x[0] * x[0] - 1.0, 0.0], [0.0, 2.0]]);
        },
    };
    let mut x = Two::zeros();
    assert_eq!(minimize(&Newton::default(), f, &mut x).iterations, 0);
    let mut x = Two::from([1e-3, 0.5]);
    let outcome = minimize(&Newton::default(), f, &mut x);
    assert!(
        outcome.reason.is_converged() && (outcome.value + 0.25).abs() < 1e-9,
        "{outcome}"
    );
}
