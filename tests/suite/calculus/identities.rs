//! Every identity against PyTorch, in `f64` and `f32`; JVP against VJP.

use typograd::Zeroed;
use typograd::calculus::Value;
use typograd::linalg::LinalgError;
use typograd::prelude::*;

use super::functions;
use crate::golden::{case, fill, flat};

const IDENTITIES: &str = include_str!("../../goldens/identities.json");

/// Where the result is behind a factorisation, PyTorch's own is good to this.
pub(super) const BEHIND_A_FACTORISATION: f64 = 1e-8;
pub(super) const DIRECT: f64 = 1e-10;

/// Of a difference quotient.
const STEP: f64 = 1e-5;

/// The elements of a tensor or a number.
pub(super) fn elements<X: Value>(x: &X) -> &[X::Elem] {
    x.as_tensor().as_slice()
}

/// A tensor or a number from golden values.
fn golden<X: Value + Zeroed>(values: &serde_json::Value) -> X {
    let mut x = X::zeroed();
    fill(x.as_tensor_mut().as_mut_slice(), values);
    x
}

/// Some direction, the same at every run.
pub(super) fn direction<X: Value + Zeroed>(seed: usize) -> X {
    let mut x = X::zeroed();
    for (i, x) in x.as_tensor_mut().as_mut_slice().iter_mut().enumerate() {
        *x = <X::Elem as Element>::from_f64(((7 * i + 3 * seed + 1) as f64).sin());
    }
    x
}

/// ⟨x, y⟩.
pub(super) fn inner<X: Value>(x: &X, y: &X) -> f64 {
    let pairs = elements(x).iter().zip(elements(y));
    pairs.map(|(x, y)| x.as_f64() * y.as_f64()).sum()
}

#[track_caller]
fn assert_near<X: Value>(what: &str, found: &X, expected: &serde_json::Value, tolerance: f64) {
    let found = elements(found);
    let expected = flat(expected);
    assert_eq!(found.len(), expected.len(), "{what}");
    let largest = expected.iter().fold(1.0, |most: f64, x| most.max(x.abs()));
    let tolerance = if size_of::<X::Elem>() == 8 {
        tolerance
    } else {
        1e-5
    };
    for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
        let error = (found.as_f64() - expected).abs() / largest;
        assert!(
            error <= tolerance,
            "{what}[{i}]: {found:e} where PyTorch has {expected:e}"
        );
    }
}

/// Whether two numbers agree, as far as rounding lets them.
#[track_caller]
pub(super) fn assert_equal<T>(what: &str, x: f64, y: f64) {
    let tolerance = if size_of::<T>() == 8 { 1e-11 } else { 1e-4 };
    let error = (x - y).abs() / x.abs().max(1.0);
    assert!(error <= tolerance, "{what}: {x} and {y}");
}

/// What a function returns, whether or not it may fail.
pub(super) trait Succeeds<X> {
    fn succeeds(self) -> X;
}

impl<X> Succeeds<X> for X {
    fn succeeds(self) -> X {
        self
    }
}

impl<X> Succeeds<X> for Result<X, LinalgError> {
    fn succeeds(self) -> X {
        self.expect("the golden matrices are far from singular")
    }
}

/// A function of numbers: value and gradient, and ∇f · ẋ = ḟ.
macro_rules! numbers {
    ($($function:ident $name:literal, $tolerance:ident, [$($p:ident $json:literal $ty:ty),*], ($($argument:expr),*), varying [$($v:ident $dot:ident),*], ($($along:expr),*);)*) => {
        $(
            #[test]
            fn $function() {
                fn compare<T: Element>() {
                    let case = case(IDENTITIES, $name);
                    let names = [$((stringify!($p), $json)),*];
                    $(let $p = golden::<$ty>(&case["inputs"][$json]);)*
                    let (value, gradient) = Succeeds::<(T, _)>::succeeds(functions::$function::value_and_grad($($argument),*));
                    assert_near("value", &value, &case["output"], $tolerance);
                    $(assert_near(stringify!($v), &gradient.$v, &case["grads"][json(stringify!($v), &names)], $tolerance);)*
                    let mut seed = 0;
                    let mut expected = 0.0;
                    $(
                        seed += 1;
                        let mut $dot = gradient.$v.clone();
                        $dot.clone_from(&direction(seed));
                        expected += inner(&gradient.$v, &$dot);
                    )*
                    let (_, tangent) = Succeeds::<(T, T)>::succeeds(functions::$function::jvp($($argument,)* $($along),*));
                    assert_equal::<T>("∇f · ẋ = ḟ", expected, tangent.as_f64());
                    if size_of::<T>() < 8 {
                        return; // differences need the digits
                    }

                    // The Hessian: the difference of gradients, and symmetric.
                    let at = |step: f64| {
                        $(
                            let mut $v = $v.clone();
                            $v.as_tensor_mut().add_scaled(T::from_f64(step), $dot.as_tensor());
                        )*
                        Succeeds::<(T, _)>::succeeds(functions::$function::value_and_grad($($argument),*)).1
                    };
                    let (mut ahead, mut behind, mut second) = (gradient.clone(), gradient.clone(), gradient.clone());
                    ahead.clone_from(&at(STEP));
                    behind.clone_from(&at(-STEP));
                    second.clone_from(&Succeeds::succeeds(functions::$function::hvp($($argument,)* $($along),*)));
                    let mut other = 0.0;
                    seed = 10;
                    $(
                        for (i, found) in elements(&second.$v).iter().enumerate() {
                            let difference = (elements(&ahead.$v)[i] - elements(&behind.$v)[i]).as_f64() / (2.0 * STEP);
                            let error = (found.as_f64() - difference).abs() / difference.abs().max(10.0);
                            assert!(error < 1e-7, "H ẋ in {}[{i}]: {found} and {difference}", stringify!($v));
                        }
                        seed += 1;
                        let mut across = gradient.$v.clone();
                        across.clone_from(&direction(seed));
                        other += inner(&across, &second.$v);
                    )*
                    let along = [$(elements(&$dot).to_vec()),*].concat();
                    seed = 10;
                    $(
                        seed += 1;
                        $dot.clone_from(&direction(seed));
                    )*
                    second.clone_from(&Succeeds::succeeds(functions::$function::hvp($($argument,)* $($along),*)));
                    let back = [$(elements(&second.$v).to_vec()),*].concat();
                    let one: f64 = along.iter().zip(&back).map(|(x, y)| x.as_f64() * y.as_f64()).sum();
                    assert_equal::<T>("ẋᵀ H ż = żᵀ H ẋ", other, one);
                }
                compare::<f64>();
                compare::<f32>();
            }
        )*
    };
}

/// The golden name of a parameter, among those that a test gives.
fn json(name: &str, names: &[(&str, &'static str)]) -> &'static str {
    let found = names.iter().find(|(parameter, _)| *parameter == name);
    found.expect("each parameter has a golden name").1
}

numbers! {
    linear "a^T x", DIRECT, [a "a" Vector<D<3>, T>, x "x" Vector<D<3>, T>], (&a, &x),
        varying [a da, x dx], (&da, &dx);
    bilinear "x^T A y", DIRECT, [x "x" Vector<D<4>, T>, a "A" Matrix<D<4>, D<3>, T>, y "y" Vector<D<3>, T>], (&x, &a, &y),
        varying [x dx, a da, y dy], (&dx, &da, &dy);
    quadratic "x^T A x", DIRECT, [x "x" Vector<D<3>, T>, a "A" Matrix<D<3>, D<3>, T>], (&x, &a),
        varying [x dx, a da], (&dx, &da);
    trace_of_product "tr(A X B)", DIRECT, [a "A" Matrix<D<2>, D<4>, T>, x "X" Matrix<D<4>, D<3>, T>, b "B" Matrix<D<3>, D<2>, T>], (&a, &x, &b),
        varying [a da, x dx, b db], (&da, &dx, &db);
    trace_of_square "tr(X^T A X)", DIRECT, [a "A" Matrix<D<4>, D<4>, T>, x "X" Matrix<D<4>, D<3>, T>], (&a, &x),
        varying [a da, x dx], (&da, &dx);
    trace_of_outer_square "tr(X A X^T)", DIRECT, [a "A" Matrix<D<3>, D<3>, T>, x "X" Matrix<D<4>, D<3>, T>], (&a, &x),
        varying [a da, x dx], (&da, &dx);
    trace_of_weighed_square "tr(X^T A X B)", DIRECT, [a "A" Matrix<D<4>, D<4>, T>, x "X" Matrix<D<4>, D<3>, T>, b "B" Matrix<D<3>, D<3>, T>], (&a, &x, &b),
        varying [a da, x dx, b db], (&da, &dx, &db);
    least_squares "|Xw-y|^2", DIRECT, [x "X" Matrix<D<6>, D<3>, T>, w "w" Vector<D<3>, T>, y "y" Vector<D<6>, T>], (&x, &w, &y),
        varying [x dx, w dw, y dy], (&dx, &dw, &dy);
    matrix_least_squares "1/2 |AX-Y|_F^2", DIRECT, [a "A" Matrix<D<2>, D<4>, T>, x "X" Matrix<D<4>, D<3>, T>, y "Y" Matrix<D<2>, D<3>, T>], (&a, &x, &y),
        varying [a da, x dx, y dy], (&da, &dx, &dy);
    distance "|x-a|", DIRECT, [x "x" Vector<D<3>, T>, a "a" Vector<D<3>, T>], (&x, &a),
        varying [x dx, a da], (&dx, &da);
    frobenius "|X|_F", DIRECT, [x "X" Matrix<D<4>, D<3>, T>], (&x), varying [x dx], (&dx);
    trace_of_cube "tr(X^3)", DIRECT, [x "X" Matrix<D<3>, D<3>, T>], (&x), varying [x dx], (&dx);
    rayleigh "rayleigh", DIRECT, [s "S" Matrix<D<3>, D<3>, T>, x "x" Vector<D<3>, T>], (&s, &x),
        varying [s ds, x dx], (&ds, &dx);
    cosine "cosine", DIRECT, [x "x" Vector<D<3>, T>, a "a" Vector<D<3>, T>], (&x, &a),
        varying [x dx, a da], (&dx, &da);
    cross_entropy "-t^T log softmax z", DIRECT, [z "z" Vector<D<3>, T>, t "t" Vector<D<3>, T>], (&z, &t),
        varying [z dz], (&dz);
    logistic "logistic sum log(1+exp(-y Xw))", DIRECT, [x "X" Matrix<D<6>, D<3>, T>, w "w" Vector<D<3>, T>, y "y" Vector<D<6>, T>], (&x, &w, &y),
        varying [x dx, w dw], (&dx, &dw);
    log_sum_exp "logsumexp", DIRECT, [z "z" Vector<D<3>, T>], (&z), varying [z dz], (&dz);
    determinant "det X", BEHIND_A_FACTORISATION, [x "X" Matrix<D<3>, D<3>, T>], (&x), varying [x dx], (&dx);
    log_determinant "log |det X|", BEHIND_A_FACTORISATION, [x "X" Matrix<D<3>, D<3>, T>], (&x), varying [x dx], (&dx);
    trace_of_quotient "tr(X^-1 A)", BEHIND_A_FACTORISATION, [x "X" Matrix<D<3>, D<3>, T>, a "A" Matrix<D<3>, D<3>, T>], (&x, &a),
        varying [x dx, a da], (&dx, &da);
    inverse_form "a^T X^-1 b", BEHIND_A_FACTORISATION, [a "a" Vector<D<3>, T>, x "X" Matrix<D<3>, D<3>, T>, b "b" Vector<D<3>, T>], (&a, &x, &b),
        varying [a da, x dx, b db], (&da, &dx, &db);
    gram_log_determinant "log det(X^T X)", BEHIND_A_FACTORISATION, [x "X" Matrix<D<6>, D<3>, T>], (&x), varying [x dx], (&dx);
    gaussian "gaussian NLL in S", BEHIND_A_FACTORISATION, [s "S" Matrix<D<3>, D<3>, T>, x "x" Vector<D<3>, T>], (&s, &x),
        varying [s ds, x dx], (&ds, &dx);
    composed "x^T A sigmoid(B^-1 z + b)", BEHIND_A_FACTORISATION, [x "x" Vector<D<4>, T>, a "A" Matrix<D<4>, D<3>, T>, b "B" Matrix<D<3>, D<3>, T>, z "z" Vector<D<3>, T>, offset "b" Vector<D<3>, T>], (&x, &a, &b, &z, &offset),
        varying [x dx, a da, b db, z dz, offset do_], (&dx, &da, &db, &dz, &do_);
    neuron "relu(w.x+b)", DIRECT, [w "w" Vector<D<3>, T>, x "x" Vector<D<3>, T>, b "b" T], (&w, &x, b),
        varying [w dw, x dx, b db], (&dw, &dx, db);
}

/// A function of tensors: value, and the gradient of ⟨G, f⟩; ⟨G, J ẋ⟩ = ⟨Jᵀ G, ẋ⟩.
macro_rules! tensors {
    ($($function:ident $name:literal, $tolerance:ident, [$($p:ident $json:literal $ty:ty),*] -> $out:ty, ($($argument:expr),*), varying [$($v:ident $dot:ident),*], ($($along:expr),*);)*) => {
        $(
            #[test]
            fn $function() {
                fn compare<T: Element>() {
                    let case = case(IDENTITIES, $name);
                    let names = [$((stringify!($p), $json)),*];
                    $(let $p = golden::<$ty>(&case["inputs"][$json]);)*
                    let delta = golden::<$out>(&case["G"]);
                    let (value, gradient) = Succeeds::<($out, _)>::succeeds(functions::$function::vjp($($argument,)* &delta));
                    assert_near("value", &value, &case["output"], $tolerance);
                    $(assert_near(stringify!($v), &gradient.$v, &case["grads"][json(stringify!($v), &names)], $tolerance);)*
                    let mut seed = 0;
                    let mut expected = 0.0;
                    $(
                        seed += 1;
                        let mut $dot = gradient.$v.clone();
                        $dot.clone_from(&direction(seed));
                        expected += inner(&gradient.$v, &$dot);
                    )*
                    let (_, tangent) = Succeeds::<($out, $out)>::succeeds(functions::$function::jvp($($argument,)* $($along),*));
                    assert_equal::<T>("⟨Jᵀ G, ẋ⟩ = ⟨G, J ẋ⟩", expected, inner(&delta, &tangent));
                }
                compare::<f64>();
                compare::<f32>();
            }
        )*
    };
}

tensors! {
    probabilities "softmax", DIRECT, [z "z" Vector<D<3>, T>] -> Vector<D<3>, T>, (&z), varying [z dz], (&dz);
    log_probabilities "log_softmax", DIRECT, [z "z" Vector<D<3>, T>] -> Vector<D<3>, T>, (&z), varying [z dz], (&dz);
    inverse "X^-1", BEHIND_A_FACTORISATION, [x "X" Matrix<D<3>, D<3>, T>] -> Matrix<D<3>, D<3>, T>, (&x), varying [x dx], (&dx);
    solution "A^-1 b", BEHIND_A_FACTORISATION, [a "A" Matrix<D<3>, D<3>, T>, b "b" Vector<D<3>, T>] -> Vector<D<3>, T>, (&a, &b),
        varying [a da, b db], (&da, &db);
    cholesky "cholesky(sym S)", BEHIND_A_FACTORISATION, [s "S" Matrix<D<3>, D<3>, T>] -> Matrix<D<3>, D<3>, T>, (&s), varying [s ds], (&ds);
    hadamard "X hadamard A", DIRECT, [x "X" Matrix<D<4>, D<3>, T>, a "A" Matrix<D<4>, D<3>, T>] -> Matrix<D<4>, D<3>, T>, (&x, &a),
        varying [x dx, a da], (&dx, &da);
    diagonal "diag(v) x", DIRECT, [v "v" Vector<D<3>, T>, x "x" Vector<D<3>, T>] -> Vector<D<3>, T>, (&v, &x),
        varying [v dv, x dx], (&dv, &dx);
    quotient "w / x elementwise", DIRECT, [w "w" Vector<D<3>, T>, x "x" Vector<D<3>, T>] -> Vector<D<3>, T>, (&w, &x),
        varying [w dw, x dx], (&dw, &dx);
    shifted "x + scalar z", DIRECT, [x "x" Vector<D<3>, T>, z "z" T] -> Vector<D<3>, T>, (&x, z),
        varying [x dx, z dz], (&dx, dz);
}

#[test]
fn two_chains() {
    let case = case(IDENTITIES, "(ln x^2, sin 3x)");
    let x: f64 = golden(&case["inputs"]["x"]);
    let delta = flat(&case["G"]);
    let ((first, second), gradient) = functions::two_chains::vjp(x, (delta[0], delta[1]));
    assert_near("x", &gradient.x, &case["grads"]["x"], DIRECT);
    let expected = flat(&case["output"]);
    assert!((first - expected[0]).abs() < DIRECT && (second - expected[1]).abs() < DIRECT);
    let jacobian = functions::two_chains::jacobian(x).x;
    assert_eq!(jacobian, (2.0 / x, 3.0 * (3.0 * x).cos())); // by the chain rule
}
