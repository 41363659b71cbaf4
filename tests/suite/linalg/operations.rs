//! Rank, null space, condition, pseudo-inverse, least squares, powers and the exponential, against nalgebra.

use nalgebra::DMatrix;
use typograd::prelude::*;

use super::{distance, hard, normal, theirs};

#[test]
fn ranks_and_null_spaces() {
    fn check<R: Dim, C: Dim, K: Dim>(seed: u64) {
        let a = &normal::<R, K, f64>(seed) * &normal::<K, C, f64>(seed + 100);
        let rank = K::LEN.min(R::LEN).min(C::LEN);
        assert_eq!(a.rank().unwrap(), rank);
        assert_eq!(theirs(&a).rank(1e-10), rank);
        let null = a.null_space().unwrap();
        assert_eq!(null.len(), C::LEN - rank);
        for (i, x) in null.iter().enumerate() {
            assert!((&a * x).norm() <= 1e-13 * a.norm(), "{i}");
            for (j, y) in null.iter().enumerate() {
                let expected = f64::from(u8::from(i == j));
                assert!((x.dot(y) - expected).abs() < 1e-14, "{i} and {j}");
            }
        }
        if rank < R::LEN.min(C::LEN) {
            assert!(a.cond().unwrap() > 1e12);
        }
    }
    check::<D<5>, D<5>, D<5>>(1);
    check::<D<5>, D<5>, D<3>>(2);
    check::<D<7>, D<4>, D<2>>(3);
    check::<D<4>, D<7>, D<2>>(4);
    check::<D<2>, D<40>, D<2>>(5);
    check::<D<1>, D<6>, D<1>>(6);
    let zero = Matrix::<D<2>, D<3>, f64>::zeros();
    assert_eq!(
        (zero.rank().unwrap(), zero.null_space().unwrap().len()),
        (0, 3)
    );
}

#[test]
fn conditions() {
    hard::each::<f64>(|name, a| {
        let values = theirs(a).singular_values();
        let expected = values.max() / values.min();
        let found = a.cond().unwrap();
        // nalgebra's smallest singular value has an absolute error, ours is the more accurate.
        let doubt = 1e-15 * expected * 8.0 + 1e-10;
        assert!(
            (found / expected - 1.0).abs() <= doubt,
            "{name}: {found:e}, {expected:e}"
        );
    });
    assert_eq!(Matrix::<D<3>, D<3>, f64>::identity().cond().unwrap(), 1.0);
}

/// The four conditions of Penrose, and nalgebra's numbers.
#[test]
fn pseudo_inverses() {
    fn check<R: Dim, C: Dim>(a: &Matrix<R, C, f64>) {
        let pinv = a.pinv().unwrap();
        let scale = pinv.norm().max(1.0) * a.norm().max(1.0);
        let close = |x: &DMatrix<f64>, y: &DMatrix<f64>| distance(x, y) <= 1e-13 * scale * scale;
        let (a, p) = (theirs(a), theirs(&pinv));
        assert!(close(&(&a * &p * &a), &a) && close(&(&p * &a * &p), &p));
        assert!(
            close(&(&a * &p).transpose(), &(&a * &p)) && close(&(&p * &a).transpose(), &(&p * &a))
        );
        assert!(close(&a.clone().pseudo_inverse(1e-10).unwrap(), &p));
    }
    check(&normal::<D<4>, D<4>, f64>(1));
    check(&normal::<D<9>, D<3>, f64>(2));
    check(&normal::<D<3>, D<9>, f64>(3));
    check(&(&normal::<D<6>, D<2>, f64>(4) * &normal::<D<2>, D<5>, f64>(5)));
    check(&Matrix::<D<3>, D<2>, f64>::zeros());
}

#[test]
fn least_squares() {
    let (a, b) = (normal::<D<20>, D<4>, f64>(1), normal::<D<20>, D<3>, f64>(2));
    let by_values: Matrix<D<4>, D<3>, f64> = a.least_squares(&b).unwrap();
    let by_reflections = a.qr().unwrap().least_squares(&b).unwrap();
    let expected = theirs(&a)
        .svd(true, true)
        .solve(&theirs(&b), 1e-12)
        .unwrap();
    assert!(distance(&theirs(&by_values), &expected) < 1e-13);
    assert!(distance(&theirs(&by_reflections), &expected) < 1e-13);
    // The residual is orthogonal to the columns.
    assert!((a.t() * (&a * &by_values - &b)).norm_max() < 1e-12);
    // Of many solutions, the smallest: it has nothing in the null space.
    let (wide, b) = (
        normal::<D<3>, D<8>, f64>(3),
        normal::<D<3>, D<1>, f64>(4).column(0),
    );
    let x = wide.least_squares(&b).unwrap();
    assert!((&wide * &x - &b).norm() < 1e-13);
    for null in &wide.null_space().unwrap() {
        assert!(x.dot(null).abs() < 1e-13);
    }
}

#[test]
fn triangles() {
    let a = normal::<D<5>, D<5>, f64>(1) + Matrix::identity() * 3.0;
    let b = normal::<D<5>, D<2>, f64>(2);
    let (full, right) = (theirs(&a), theirs(&b));
    let (lower, upper) = (full.lower_triangle(), full.upper_triangle());
    let check = |x: Matrix<D<5>, D<2>, f64>, triangle: &DMatrix<f64>| {
        assert!(distance(&(triangle * theirs(&x)), &right) < 1e-13);
    };
    check(a.solve_lower(&b).unwrap(), &lower);
    check(a.solve_lower_transposed(&b).unwrap(), &lower.transpose());
    check(a.solve_upper(&b).unwrap(), &upper);
    check(a.solve_upper_transposed(&b).unwrap(), &upper.transpose());
    for (j, column) in b.columns().enumerate() {
        let close =
            |x: Vector<D<5>, f64>, all: Matrix<D<5>, D<2>, f64>| x.is_close(&all.column(j), 1e-14);
        assert!(close(
            a.solve_lower(&column).unwrap(),
            a.solve_lower(&b).unwrap()
        ));
        assert!(close(
            a.solve_upper(&column).unwrap(),
            a.solve_upper(&b).unwrap()
        ));
        assert!(close(
            a.solve_lower_transposed(&column).unwrap(),
            a.solve_lower_transposed(&b).unwrap()
        ));
        assert!(close(
            a.solve_upper_transposed(&column).unwrap(),
            a.solve_upper_transposed(&b).unwrap()
        ));
    }
}

#[test]
fn powers() {
    let a = normal::<D<4>, D<4>, f64>(1);
    let mut expected = Matrix::<D<4>, D<4>, f64>::identity();
    for n in 0..20 {
        let found = a.powi(n).unwrap();
        assert!(
            found.max_difference(&expected) <= 1e-13 * expected.norm_max(),
            "{n}"
        );
        let inverse = a.powi(-n).unwrap();
        let other = a.inverse().unwrap().powi(n).unwrap();
        assert!(
            inverse.max_difference(&other) <= 1e-13 * other.norm_max(),
            "−{n}"
        );
        expected = expected * &a;
    }
}

/// Against nalgebra, which has the same algorithm, and against the series for small matrices.
#[test]
fn exponentials() {
    for (seed, scale) in [(1, 1e-3), (2, 0.3), (3, 1.0), (4, 3.0), (5, 10.0)] {
        let a = normal::<D<6>, D<6>, f64>(seed) * scale;
        let (found, expected) = (theirs(&a.expm().unwrap()), theirs(&a).exp());
        let error = distance(&found, &expected) / expected.amax();
        assert!(error < 1e-12 * scale.max(1.0), "{scale}: {error:.1e}");
    }
    let small = normal::<D<6>, D<6>, f64>(6) * 0.1;
    let (mut term, mut sum) = (Matrix::identity(), Matrix::identity());
    for k in 1..20 {
        term = term * &small / f64::from(k);
        sum += &term;
    }
    assert!(small.expm().unwrap().is_close(&sum, 1e-15));
    // Nilpotent: the series ends.
    let nilpotent =
        Matrix::<D<3>, D<3>, f64>::from([[0.0, 6.0, 0.0], [0.0, 0.0, 6.0], [0.0, 0.0, 0.0]]);
    let expected = Matrix::from([[1.0, 6.0, 18.0], [0.0, 1.0, 6.0], [0.0, 0.0, 1.0]]);
    assert!(nilpotent.expm().unwrap().is_close(&expected, 1e-13));
    let f32s = normal::<D<6>, D<6>, f32>(7);
    let error = distance(&theirs(&f32s.expm().unwrap()), &theirs(&f32s).exp());
    assert!(error < 1e-4, "{error:.1e}");
}
