//! Each operation's JVP against difference quotients and against numbers that carry derivatives, its VJP against the JVP;
//! second derivatives by such numbers through the VJP; and what a gradient costs.

use typograd::calculus::Dual;
use typograd::kernel::Store;
use typograd::op::{
    Cholesky, Det, Expm, Inverse, LnAbsDet, LogSumExp, MatrixPower, PseudoInverse, SingularValues,
    Solve, SymmetricEigenvalues, TryBinary, TryUnary, Unary,
};
use typograd::prelude::*;
use typograd::{Rng, zeroed};

use super::{normal, positive};
use crate::counted::{Counted, operations};

type Tens<S> = Tensor<S, f64>;
/// A number that carries its derivative along.
type Traced = Dual<f64>;

fn random<S: Shape>(seed: u64) -> Tens<S> {
    Tensor::normal(0.0, 1.0, &mut Rng::new(seed))
}

fn traced<S: Shape>(x: &Tens<S>, tangent: &Tens<S>) -> Tensor<S, Traced> {
    let mut out = Tensor::zeros();
    let pairs = x.iter().zip(tangent);
    for (out, (x, tangent)) in out.iter_mut().zip(pairs) {
        *out = Dual {
            value: *x,
            tangent: *tangent,
        };
    }
    out
}

fn counted<S: Shape>(x: &Tens<S>) -> Tensor<S, Counted> {
    let mut out = Tensor::zeros();
    for (out, x) in out.iter_mut().zip(x) {
        *out = Counted(*x);
    }
    out
}

fn tangent<S: Shape>(x: &Tensor<S, Traced>) -> Tens<S> {
    let mut out = Tensor::zeros();
    for (out, x) in out.iter_mut().zip(x) {
        *out = x.tangent;
    }
    out
}

fn inner<S: Shape>(a: &Tens<S>, b: &Tens<S>) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[track_caller]
fn close<S: Shape>(what: &str, found: &Tens<S>, expected: &Tens<S>, tolerance: f64) {
    let scale = expected.norm_max().max(1.0);
    let error = found.max_difference(expected) / scale;
    assert!(
        error <= tolerance,
        "{what}: off by {error:.1e}\n{found}\n{expected}"
    );
}

/// What is stored over `before`, with these factors.
fn combined<S: Shape>(before: &Tens<S>, derivative: &Tens<S>) -> Tens<S> {
    before.zip_map(derivative, |before, derivative| {
        3.0 * before + 2.0 * derivative
    })
}

/// The step of difference quotients, whose error is then about 1e-9 of the third derivative.
const STEP: f64 = 1e-5;
/// What a quotient may be off by, beside the curvature.
const QUOTIENT: f64 = 1e-6;
/// What exact rules may differ by.
const EXACT: f64 = 1e-8;

/// A value, and what it leaves for the derivatives.
type Valued<O, X, T> = (
    Tensor<<O as TryUnary>::Out<X>, T>,
    <O as TryUnary>::Factors<X, T>,
);

fn value<O: TryUnary, X: Shape, T: Element>(x: &Tensor<X, T>) -> Valued<O, X, T> {
    let (mut y, mut factors) = (Tensor::zeros(), zeroed());
    O::value(x, &mut y, &mut factors).unwrap();
    (y, factors)
}

fn gradient<O: TryUnary, X: Shape, T: Element>(
    x: &Tensor<X, T>,
    delta: &Tensor<O::Out<X>, T>,
) -> Tensor<X, T> {
    let (y, factors) = value::<O, X, T>(x);
    let mut dx = Tensor::zeros();
    O::vjp(x, &y, &factors, delta, &mut dx, Store::set());
    dx
}

/// (f(x + h ẋ) − f(x − h ẋ)) / 2h.
fn quotient<X: Shape, Y: Shape>(
    f: impl Fn(&Tens<X>) -> Tens<Y>,
    x: &Tens<X>,
    tx: &Tens<X>,
) -> Tens<Y> {
    let at = |step: f64| {
        let mut x = x.clone();
        x.add_scaled(step, tx);
        f(&x)
    };
    (at(STEP) - at(-STEP)) / (2.0 * STEP)
}

fn check<O: TryUnary, X: Shape>(name: &str, x: &Tens<X>) {
    let (y, factors) = value::<O, X, f64>(x);
    let (tx, delta) = (random::<X>(11), random::<O::Out<X>>(12));
    let mut ty = Tensor::zeros();
    O::jvp(x, &y, &factors, &tx, &mut ty, Store::set());
    close(
        name,
        &ty,
        &quotient(|x| value::<O, X, f64>(x).0, x, &tx),
        QUOTIENT,
    );

    let dx = gradient::<O, X, f64>(x, &delta);
    let (left, right) = (inner(&delta, &ty), inner(&dx, &tx));
    assert!(
        (left - right).abs() <= EXACT * left.abs().max(1.0),
        "{name}: {left} is not {right}"
    );

    // Stores: 3 · what was there + 2 · the derivative.
    let store = Store {
        scale: 2.0,
        keep: 3.0,
    };
    let (mut into, before) = (random::<X>(13), random::<X>(13));
    O::vjp(x, &y, &factors, &delta, &mut into, store);
    close(name, &into, &combined(&before, &dx), EXACT);
    let (mut into, before) = (random::<O::Out<X>>(14), random::<O::Out<X>>(14));
    O::jvp(x, &y, &factors, &tx, &mut into, store);
    close(name, &into, &combined(&before, &ty), EXACT);

    // Numbers that carry derivatives: through the value, and through the gradient.
    let dual = traced(x, &tx);
    close(name, &tangent(&value::<O, X, Traced>(&dual).0), &ty, EXACT);
    let constant = traced(&delta, &Tensor::zeros());
    let second = tangent(&gradient::<O, X, Traced>(&dual, &constant));
    let expected = quotient(|x| gradient::<O, X, f64>(x, &delta), x, &tx);
    close(
        &format!("{name}, second derivative"),
        &second,
        &expected,
        QUOTIENT,
    );

    // Reverse mode's bound: value and gradient together are at most four values.
    let (x, delta) = (counted(x), counted(&delta));
    let alone = operations(|| drop(value::<O, X, Counted>(&x)));
    let both = operations(|| {
        let _ = gradient::<O, X, Counted>(&x, &delta);
    });
    let ratio = both as f64 / alone as f64;
    println!("{name}: {alone} operations, {both} with the gradient: {ratio:.2} times");
    assert!(ratio <= 4.0, "{name}: {ratio:.2} times");
}

macro_rules! unary {
    ($($test:ident: $op:ty { $($x:expr),* $(,)? })*) => {
        $(#[test] fn $test() { $(check::<$op, _>(stringify!($op), &$x);)* })*
    };
}

/// Well away from singular.
fn regular<N: Dim>(seed: u64) -> Matrix<N, N, f64> {
    normal::<N, N, f64>(seed) + Matrix::identity() * (2.0 + (N::LEN as f64).sqrt())
}

/// Of rank n − 1, with the zero pivot where it comes.
fn singular<N: Dim>(seed: u64) -> Matrix<N, N, f64> {
    let mut a = normal::<N, N, f64>(seed);
    for j in 0..N::LEN {
        a[(1, j)] = a[(0, j)] * 2.0;
    }
    a
}

unary! {
    inverse: Inverse { regular::<D<1>>(1), regular::<D<2>>(2), regular::<D<3>>(3), normal::<D<4>, D<4>, f64>(4), regular::<D<17>>(5) }
    det: Det {
        regular::<D<1>>(1), regular::<D<2>>(2), regular::<D<3>>(3), normal::<D<4>, D<4>, f64>(4), regular::<D<8>>(5),
        Matrix::<D<1>, D<1>, f64>::zeros(), singular::<D<2>>(1), singular::<D<3>>(2), singular::<D<5>>(3),
        Matrix::<D<2>, D<2>, f64>::from([[0.0, 1.0], [0.0, 0.0]]),
        Matrix::<D<3>, D<3>, f64>::from([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0], [0.0, 0.0, 0.0]]),
    }
    ln_abs_det: LnAbsDet { regular::<D<1>>(1), regular::<D<2>>(2), regular::<D<3>>(3), normal::<D<4>, D<4>, f64>(4), regular::<D<17>>(5) }
    cholesky: Cholesky { positive::<D<1>, f64>(1), positive::<D<2>, f64>(2), positive::<D<3>, f64>(3), positive::<D<8>, f64>(4), positive::<D<17>, f64>(4) }
    square: MatrixPower<2> { normal::<D<2>, D<2>, f64>(1), normal::<D<3>, D<3>, f64>(2) }
    cube: MatrixPower<3> { normal::<D<2>, D<2>, f64>(1), normal::<D<5>, D<5>, f64>(2) }
    seventh: MatrixPower<7> { normal::<D<3>, D<3>, f64>(1) * 0.5 }
    twelfth: MatrixPower<12> { normal::<D<3>, D<3>, f64>(1) * 0.5 }
    minus_one: MatrixPower<-1> { regular::<D<3>>(1) }
    minus_five: MatrixPower<-5> { regular::<D<3>>(1) * 0.3 }
    expm: Expm { normal::<D<1>, D<1>, f64>(1), normal::<D<3>, D<3>, f64>(2), normal::<D<4>, D<4>, f64>(3) * 4.0, normal::<D<8>, D<8>, f64>(4), Matrix::<D<3>, D<3>, f64>::zeros() }
    eigenvalues: SymmetricEigenvalues { positive::<D<1>, f64>(1), positive::<D<2>, f64>(2), positive::<D<5>, f64>(3), Diagonal::new(Vector::<D<3>, f64>::from([2.0, -1.0, 0.0])).to_matrix() }
    singular_values: SingularValues {
        normal::<D<1>, D<1>, f64>(1), normal::<D<3>, D<3>, f64>(2), normal::<D<5>, D<2>, f64>(3), normal::<D<2>, D<5>, f64>(4),
        Diagonal::new(Vector::<D<3>, f64>::from([2.0, -1.0, 0.5])).to_matrix()
    }
    pseudo_inverse: PseudoInverse { regular::<D<1>>(1), regular::<D<3>>(2), normal::<D<6>, D<2>, f64>(3), normal::<D<2>, D<6>, f64>(4), normal::<D<1>, D<4>, f64>(5) }
}

/// The powers 0 and 1, whose derivatives are 0 and the identity: nothing is computed, and so nothing is counted.
#[test]
fn trivial_powers() {
    let (x, delta) = (normal::<D<3>, D<3>, f64>(1), normal::<D<3>, D<3>, f64>(2));
    assert_eq!(
        gradient::<MatrixPower<0>, _, f64>(&x, &delta),
        Matrix::zeros()
    );
    assert_eq!(gradient::<MatrixPower<1>, _, f64>(&x, &delta), delta);
}

/// Where eigenvalues or singular values are equal, functions of all of them still have a gradient: that of the trace,
/// of Σ λ², of ½ Σ σ².
#[test]
fn repeated_values() {
    let s = Matrix::<D<4>, D<4>, f64>::identity() * 3.0;
    let ones = Vector::<D<4>, f64>::ones();
    let trace = gradient::<SymmetricEigenvalues, _, f64>(&s, &ones);
    close("the trace", &trace, &Matrix::identity(), 1e-14);
    let squares = gradient::<SymmetricEigenvalues, _, f64>(&s, &(&ones * 6.0));
    close("Σ λ²", &squares, &(&s * 2.0), 1e-13);
    // Two equal, turned.
    let q = normal::<D<4>, D<4>, f64>(1).qr().unwrap().q();
    let turned = &q * Diagonal::new(Vector::<D<4>, f64>::from([1.0, 2.0, 2.0, 5.0])) * q.t();
    let values = turned.eigenvalues().unwrap();
    let squares = gradient::<SymmetricEigenvalues, _, f64>(&turned, &(&values * 2.0));
    close("Σ λ²", &squares, &(&turned * 2.0), 1e-13);
    let a = &q * 2.0;
    let values = a.singular_values().unwrap();
    close(
        "½ Σ σ²",
        &gradient::<SingularValues, _, f64>(&a, &values),
        &a,
        1e-13,
    );
}

/// The gradient of the determinant of a matrix of rank n − 2 is 0.
#[test]
fn cofactors_of_low_rank() {
    let ones = Matrix::<D<4>, D<4>, f64>::ones();
    assert_eq!(
        gradient::<Det, _, f64>(&ones, &Scalar::full(1.0)),
        Matrix::zeros()
    );
}

/// Through a pseudo-inverse of a lower rank, along matrices of the same rank.
#[test]
fn pseudo_inverse_of_low_rank() {
    let (u, v) = (normal::<D<5>, D<2>, f64>(1), normal::<D<2>, D<4>, f64>(2));
    let (tu, tv) = (normal::<D<5>, D<2>, f64>(3), normal::<D<2>, D<4>, f64>(4));
    let (x, tx) = (&u * &v, &tu * &v + &u * &tv);
    let at = |h: f64| ((&u + &tu * h) * (&v + &tv * h)).pinv().unwrap();
    let expected = (at(STEP) - at(-STEP)) / (2.0 * STEP);
    let (y, ()) = value::<PseudoInverse, _, f64>(&x);
    let mut ty = Matrix::zeros();
    PseudoInverse::jvp(&x, &y, &(), &tx, &mut ty, Store::set());
    close("pinv", &ty, &expected, QUOTIENT);
}

fn solve<A: Shape, B: Shape, T: Element>(
    a: &Tensor<A, T>,
    b: &Tensor<B, T>,
    delta: &Tensor<B, T>,
) -> (Tensor<A, T>, Tensor<B, T>) {
    let (mut y, mut lu) = (Tensor::zeros(), zeroed());
    Solve::value(a, b, &mut y, &mut lu).unwrap();
    let (mut da, mut db) = (Tensor::zeros(), Tensor::zeros());
    Solve::vjp_a(a, b, &y, &lu, delta, &mut da, Store::set());
    Solve::vjp_b(a, b, &y, &lu, delta, &mut db, Store::set());
    (da, db)
}

fn check_solve<N: Dim, B: Shape>(a: &Matrix<N, N, f64>, b: &Tens<B>) {
    let (mut y, mut lu) = (Tensor::zeros(), zeroed());
    Solve::value(a, b, &mut y, &mut lu).unwrap();
    let (ta, tb, delta) = (random::<(N, N)>(1), random::<B>(2), random::<B>(3));
    let (mut along_a, mut along_b) = (Tensor::zeros(), Tensor::zeros());
    Solve::jvp_a(a, b, &y, &lu, &ta, &mut along_a, Store::set());
    Solve::jvp_b(a, b, &y, &lu, &tb, &mut along_b, Store::set());
    let solution = |a: &Matrix<N, N, f64>, b: &Tens<B>| {
        let mut y = Tensor::zeros();
        Solve::value(a, b, &mut y, &mut zeroed()).unwrap();
        y
    };
    close(
        "∂A",
        &along_a,
        &quotient(|a| solution(a, b), a, &ta),
        QUOTIENT,
    );
    close(
        "∂b",
        &along_b,
        &quotient(|b| solution(a, b), b, &tb),
        QUOTIENT,
    );
    let (da, db) = solve(a, b, &delta);
    assert!((inner(&delta, &along_a) - inner(&da, &ta)).abs() <= EXACT);
    assert!((inner(&delta, &along_b) - inner(&db, &tb)).abs() <= EXACT);

    let (dual_a, dual_b) = (traced(a, &ta), traced(b, &tb));
    let constant = traced(&delta, &Tensor::zeros());
    let (second_a, second_b) = solve(&dual_a, &dual_b, &constant);
    let at = |step: f64| {
        solve(
            &(a + &ta * step),
            &b.zip_map(&tb, |b, tb| b + tb * step),
            &delta,
        )
    };
    let (plus, minus) = (at(STEP), at(-STEP));
    close(
        "second ∂A",
        &tangent(&second_a),
        &((plus.0 - minus.0) / (2.0 * STEP)),
        QUOTIENT,
    );
    close(
        "second ∂b",
        &tangent(&second_b),
        &((plus.1 - minus.1) / (2.0 * STEP)),
        QUOTIENT,
    );

    let alone = operations(|| {
        let mut y = Tensor::zeros();
        Solve::value(&counted(a), &counted(b), &mut y, &mut zeroed()).unwrap();
    });
    let both = operations(|| {
        let _ = solve(&counted(a), &counted(b), &counted(&delta));
    });
    let ratio = both as f64 / alone as f64;
    println!("Solve: {alone} operations, {both} with the gradients: {ratio:.2} times");
    assert!(ratio <= 4.0, "Solve: {ratio:.2} times");
}

#[test]
fn solutions() {
    check_solve(&regular::<D<1>>(1), &random::<(D<1>,)>(2));
    check_solve(&regular::<D<3>>(1), &random::<(D<3>,)>(2));
    check_solve(&normal::<D<5>, D<5>, f64>(3), &random::<(D<5>, D<2>)>(4));
    check_solve(&regular::<D<17>>(5), &random::<(D<17>, D<17>)>(6));
}

#[test]
fn log_sum_exp() {
    for scale in [1.0, 30.0, 1e4] {
        let (x, tx) = (random::<(D<7>,)>(1) * scale, random::<(D<7>,)>(2));
        let at = |x: &Tens<(D<7>,)>| {
            let mut y = Scalar::<f64>::zeros();
            LogSumExp::value::<(D<7>,), f64>(x.as_slice(), y.as_mut_slice(), Store::set());
            y
        };
        let (mut ty, mut dx) = (Scalar::<f64>::zeros(), Vector::<D<7>, f64>::zeros());
        LogSumExp::jvp::<(D<7>,), f64>(
            x.as_slice(),
            &[],
            tx.as_slice(),
            ty.as_mut_slice(),
            Store::set(),
        );
        LogSumExp::vjp::<(D<7>,), f64>(x.as_slice(), &[], &[2.0], dx.as_mut_slice(), Store::set());
        close("LogSumExp", &ty, &quotient(at, &x, &tx), QUOTIENT * scale);
        close("softmax", &dx, &(softmax(&x) * 2.0), 1e-12);
        assert!((dx.dot(&tx) - 2.0 * ty.value()).abs() < 1e-12);
    }
    let mut y = [0.0];
    let mut of = |x: [f64; 2]| {
        LogSumExp::value::<(D<2>,), f64>(&x, &mut y, Store::set());
        y[0]
    };
    assert_eq!(of([f64::INFINITY, 0.0]), f64::INFINITY);
    assert_eq!(of([f64::NEG_INFINITY, 3.0]), 3.0);
    assert_eq!(
        of([f64::NEG_INFINITY, f64::NEG_INFINITY]),
        f64::NEG_INFINITY
    );
    assert!(of([f64::NAN, 1.0]).is_nan() && of([1.0, f64::NAN]).is_nan());
}
