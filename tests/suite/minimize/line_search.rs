//! The conditions that a line search promises, at every step of real searches.

use typograd::minimize::{
    Backtracking, Bfgs, ConjugateGradient, Direction, Hessian, Iterate, Method, Newton, Objective,
    SteepestDescent, Stopping, StrongWolfe, minimize_with,
};
use typograd::prelude::*;

use super::problems::{Point, beale, rosenbrock};

/// The points, values and gradients on the way.
fn path<N: Dim, F: Objective<Point<N>>, M: Direction<Point<N>, F>>(
    method: &M,
    f: F,
    mut x: Point<N>,
) -> Vec<(Point<N>, f64, Point<N>)> {
    let mut path = Vec::new();
    let stopping = Stopping {
        iterations: 200,
        ..Stopping::default()
    };
    minimize_with(method, f, &mut x, &stopping, |iterate: Iterate<'_, _>| {
        path.push((
            iterate.point.clone(),
            iterate.value,
            iterate.gradient.clone(),
        ));
    });
    path
}

/// Sufficient decrease, and the share of the slope that is left, for each step.
fn assert_wolfe<N: Dim>(path: &[(Point<N>, f64, Point<N>)], c1: f64, c2: f64) {
    assert!(path.len() > 5);
    for pair in path.windows(2) {
        let [(x, f, g), (x_next, f_next, g_next)] = pair else {
            unreachable!("windows of two")
        };
        let step = x_next - x;
        let (before, after) = (g.dot(&step), g_next.dot(&step));
        let slack = 1e-14 * f.abs() + 1e-9 * before.abs();
        assert!(before < 0.0, "not downhill");
        assert!(*f_next <= f + c1 * before + slack, "no sufficient decrease");
        assert!(
            after.abs() <= c2 * before.abs() + slack,
            "{after} after {before}"
        );
    }
}

fn check<N: Dim, F: Hessian<N, f64> + Clone>(f: F, start: &Point<N>) {
    for c2 in [0.9, 0.1, 1e-3] {
        let line_search = StrongWolfe {
            curvature: c2,
            ..StrongWolfe::default()
        };
        let bfgs = path(&Bfgs { line_search }, f.clone(), start.clone());
        assert_wolfe(&bfgs, 1e-4, c2);
        if c2 < 0.5 {
            let gradient = path(&ConjugateGradient { line_search }, f.clone(), start.clone());
            assert_wolfe(&gradient, 1e-4, c2);
        }
        let steepest = path(&SteepestDescent { line_search }, f.clone(), start.clone());
        assert_wolfe(&steepest, 1e-4, c2);
    }
    // Backtracking promises the decrease alone.
    let (search, any) = (Backtracking::default(), f64::INFINITY);
    let newton = path(
        &Newton {
            line_search: search,
        },
        f.clone(),
        start.clone(),
    );
    assert_wolfe(&newton, 1e-4, any);
    let steepest = path(
        &SteepestDescent {
            line_search: search,
        },
        f,
        start.clone(),
    );
    assert_wolfe(&steepest, 1e-4, any);
}

#[test]
fn every_step_satisfies_its_conditions() {
    check(rosenbrock::<D<2>>(), &Vector::from([-1.2, 1.0]));
    check(
        rosenbrock::<D<4>>(),
        &Vector::from([-12.0, 10.0, -12.0, 10.0]),
    );
    check(beale(), &Vector::from([4.0, -2.0]));
}

/// The step that a search must grow to, by a factor of a million, and the one it must shrink to.
#[test]
fn the_first_step_may_be_far_too_short_or_too_long() {
    for scale in [1e-12, 1e-6, 1.0, 1e6, 1e12] {
        // (x − s)² / s², whose first step is at most 1
        let f = |x: &Point<D<1>>, gradient: &mut Point<D<1>>| {
            let left = x[0] / scale - 1.0;
            gradient[0] = 2.0 * left / scale;
            left * left
        };
        let mut x = Point::zeros();
        let stopping = Stopping {
            gradient: 1e-6 / scale,
            ..Stopping::default()
        };
        let outcome = minimize_with(&ConjugateGradient::default(), f, &mut x, &stopping, |_| {});
        assert!(outcome.reason.is_converged(), "{scale:e}: {outcome}");
        assert!((x[0] / scale - 1.0).abs() < 1e-5);
        assert!(outcome.evaluations.values < 40, "{scale:e}: {outcome}");
    }
}

/// A method of the library takes any line search.
#[test]
fn a_method_says_which_line_search_it_uses() {
    let bfgs = Bfgs {
        line_search: Backtracking::default(),
    };
    let search = Method::<Point<D<2>>>::line_search(&bfgs);
    assert_eq!(search, &Backtracking::default());
    let found = path(&bfgs, rosenbrock::<D<2>>(), Vector::from([-1.2, 1.0]));
    assert!(found.last().expect("a start").1 < 1e-9);
}
