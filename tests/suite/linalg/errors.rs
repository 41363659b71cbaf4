//! Bad input is a typed error that names the operation, and never NaN.

use typograd::linalg::{Lu, Problem, Qr};
use typograd::op::{Det, Expm, Solve, TryBinary, TryUnary};
use typograd::prelude::*;
use typograd::zeroed;

type Mat<R, C> = Matrix<R, C, f64>;

fn two(a: [[f64; 2]; 2]) -> Mat<D<2>, D<2>> {
    Matrix::from(a)
}

/// Every operation refuses NaN and infinities, says where they are, and names itself.
#[test]
fn not_finite() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let a = two([[1.0, 2.0], [bad, 4.0]]);
        let b = Vector::<D<2>, f64>::ones();
        macro_rules! refused {
            ($($name:literal: $call:expr;)*) => {
                $(
                    let error = $call.err().unwrap();
                    assert_eq!(error.operation, $name);
                    assert_eq!(error.problem, Problem::NotFinite { row: 1, column: 0 });
                    assert_eq!(
                        error.to_string(),
                        concat!($name, ": expected finite elements, but row 1, column 0 is NaN or infinite")
                    );
                )*
            };
        }
        refused! {
            "lu": a.lu();
            "solve": a.solve(&b);
            "inverse": a.inverse();
            "det": a.det();
            "ln_abs_det": a.ln_abs_det();
            "sign_ln_abs_det": a.sign_ln_abs_det();
            "cholesky": a.cholesky();
            "qr": a.qr();
            "eigen": a.eigen();
            "eigenvalues": a.eigenvalues();
            "svd": a.svd();
            "singular_values": a.singular_values();
            "rank": a.rank();
            "cond": a.cond();
            "null_space": a.null_space();
            "pinv": a.pinv();
            "least_squares": a.least_squares(&b);
            "expm": a.expm();
            "powi": a.powi(3);
            "powi": a.powi(0);
            "powi": a.powi(-3);
            "solve_lower": a.solve_lower(&b);
            "solve_lower_transposed": a.solve_lower_transposed(&b);
            "solve_upper": a.t().to_matrix().solve_upper(&b).map_err(|mut error| {
                // The transpose of what the others are given.
                assert_eq!(error.problem, Problem::NotFinite { row: 0, column: 1 });
                error.problem = Problem::NotFinite { row: 1, column: 0 };
                error
            });
        }
        assert!(!a.is_orthogonal(1.0));
        let b = Vector::<D<2>, f64>::from([1.0, bad]);
        let identity = Mat::<D<2>, D<2>>::identity();
        let problem = Problem::NotFinite { row: 1, column: 0 };
        assert_eq!(identity.solve(&b).unwrap_err().problem, problem);
        assert_eq!(
            identity
                .lu()
                .unwrap()
                .solve_transposed(&b)
                .unwrap_err()
                .problem,
            problem
        );
        assert_eq!(identity.least_squares(&b).unwrap_err().problem, problem);
        assert_eq!(
            identity
                .qr()
                .unwrap()
                .least_squares(&b)
                .unwrap_err()
                .problem,
            problem
        );
        assert_eq!(identity.solve_lower(&b).unwrap_err().problem, problem);
    }
}

#[test]
fn singular() {
    let singular = |pivot| Problem::Singular { pivot };
    let a = two([[1.0, 2.0], [2.0, 4.0]]);
    let b = Vector::<D<2>, f64>::ones();
    assert_eq!(a.solve(&b).unwrap_err().problem, singular(1));
    assert_eq!(a.inverse().unwrap_err().problem, singular(1));
    assert_eq!(a.ln_abs_det().unwrap_err().problem, singular(1));
    assert_eq!(a.powi(-1).unwrap_err().problem, singular(1));
    assert_eq!(
        Lu::new(&Mat::<D<5>, D<5>>::zeros()).unwrap_err().problem,
        singular(0)
    );
    assert_eq!(
        Mat::<D<1>, D<1>>::zeros().inverse().unwrap_err().problem,
        singular(0)
    );
    let l = two([[1.0, 0.0], [1.0, 0.0]]);
    assert_eq!(l.solve_lower(&b).unwrap_err().problem, singular(1));
    assert_eq!(l.solve_upper(&b).unwrap_err().problem, singular(1));
    // Fewer rows than columns have no full column rank.
    let wide = Qr::new(&Mat::<D<2>, D<3>>::ones()).unwrap();
    assert!(wide.least_squares(&b).is_err());
    assert_eq!(a.det().unwrap(), 0.0);
    let message = a.inverse().unwrap_err().to_string();
    assert_eq!(
        message,
        "inverse: the matrix is singular: expected a pivot other than 0 in column 1"
    );
}

#[test]
fn indefinite() {
    let problem = |a| two(a).cholesky().unwrap_err().problem;
    assert_eq!(
        problem([[1.0, 2.0], [2.0, 1.0]]),
        Problem::NotPositiveDefinite { pivot: 1 }
    );
    assert_eq!(
        problem([[0.0, 0.0], [0.0, 1.0]]),
        Problem::NotPositiveDefinite { pivot: 0 }
    );
    assert_eq!(
        problem([[-1.0, 0.0], [0.0, 1.0]]),
        Problem::NotPositiveDefinite { pivot: 0 }
    );
}

#[test]
fn not_symmetric() {
    let problem = Problem::NotSymmetric { row: 1, column: 0 };
    let a = two([[4.0, 1.0], [2.0, 3.0]]);
    assert_eq!(a.cholesky().unwrap_err().problem, problem);
    assert_eq!(a.eigen().unwrap_err().problem, problem);
    assert_eq!(a.eigenvalues().unwrap_err().problem, problem);
    // The step of a difference quotient is none.
    assert!(two([[4.0, 1.0], [1.0 + 1e-6, 3.0]]).eigen().is_ok());
}

/// Results beyond the range are refused, not infinite.
#[test]
fn overflow() {
    let tiny = Mat::<D<2>, D<2>>::identity() * f64::MIN_POSITIVE * 1e-10;
    assert_eq!(tiny.inverse().unwrap_err().problem, Problem::Overflow);
    assert_eq!(tiny.pinv().unwrap_err().problem, Problem::Overflow);
    assert_eq!(
        tiny.solve(&Vector::<D<2>, f64>::ones())
            .unwrap_err()
            .problem,
        Problem::Overflow
    );
    let large = two([[800.0, 1.0], [0.0, 800.0]]);
    assert_eq!(large.expm().unwrap_err().problem, Problem::Overflow);
    assert_eq!(
        two([[1e200, 0.0], [0.0, 1.0]]).powi(2).unwrap_err().problem,
        Problem::Overflow
    );
    // What vanishes does not overflow.
    assert_eq!((large * -1.0).expm().unwrap(), Matrix::zeros());
    assert_eq!(
        two([[-1e300, 0.0], [0.0, -1e300]]).expm().unwrap(),
        Matrix::zeros()
    );
}

/// The operations' rules say the same.
#[test]
fn of_operations() {
    let singular = two([[1.0, 2.0], [2.0, 4.0]]);
    let (b, mut y) = (Vector::<D<2>, f64>::ones(), Vector::zeros());
    let error = Solve::value(&singular, &b, &mut y, &mut zeroed()).unwrap_err();
    assert_eq!(
        (error.operation, error.problem),
        ("solve", Problem::Singular { pivot: 1 })
    );
    let mut y = Scalar::zeros();
    assert!(Det::value(&singular, &mut y, &mut zeroed()).is_ok());
    let bad = singular * f64::NAN;
    let error = Det::value(&bad, &mut y, &mut zeroed()).unwrap_err();
    assert_eq!(error.operation, "det");
    let error = Expm::value(&bad, &mut Matrix::zeros(), &mut ()).unwrap_err();
    assert_eq!(error.operation, "expm");
}

/// A rule that is given a shape it is not meant for says so.
#[test]
#[should_panic(expected = "2 rows and 3 columns are no square")]
fn no_square() {
    let _ = Det::value(
        &Mat::<D<2>, D<3>>::ones(),
        &mut Scalar::zeros(),
        &mut zeroed(),
    );
}
