//! Each operation alone: what is printed of it, evaluated, is what its gradient computes.

use typograd::linalg::LinalgError;
use typograd::prelude::*;
use typograd::tensor::{Convolution2d, Pooling2d, Transposed2d};

use super::super::identities::{Succeeds, direction};
use super::evaluate::{AsNumbers, assert_near, evaluate, evaluate_with};
use super::windows::Sizes;

/// Of two results of the same arithmetic in another order; some are behind an iteration.
const TOLERANCE: f64 = 1e-10;

/// What the type arguments of calls below mean.
const SIZES: &[(&str, Sizes)] = &[
    (
        "Convolution2d<_,D<2>,(D<3>,D<2>),Pad<1>,D<2>,D<2>>",
        Sizes {
            padding: [1, 1],
            stride: 2,
            dilation: 2,
            ..Sizes::of([2, 6, 5], [3, 2])
        },
    ),
    (
        "Transposed2d<_,D<3>,D<2>,Valid,D<2>>",
        Sizes {
            stride: 2,
            ..Sizes::of([3, 8, 6], [2, 2])
        },
    ),
    (
        "Pooling2d<_,D<3>,D<1>,Pad<1>>",
        Sizes {
            padding: [1, 1],
            ..Sizes::of([2, 4, 3], [3, 3])
        },
    ),
    (
        "(Pad<1>,Pad<2>)",
        Sizes {
            padding: [1, 2],
            ..Sizes::of([2, 4, 3], [1, 1])
        },
    ),
    ("(D<2>,D<3>)", Sizes::of([2, 4, 3], [2, 3])),
];

type Picture<C = D<2>> = Image<C, D<4>, D<3>, f64>;
type Kernels = Tensor<(D<2>, D<2>, D<3>, D<2>), f64>;
type Square = Matrix<D<3>, D<3>, f64>;

fn general() -> Square {
    Matrix::from([[2.0, 0.3, -0.5], [0.1, -1.5, 0.4], [0.7, 0.2, 1.1]])
}

/// Positive definite, with eigenvalues that are far from one another.
fn symmetric() -> Square {
    Matrix::from([[4.0, 1.0, 0.5], [1.0, 2.5, -0.7], [0.5, -0.7, 1.0]])
}

/// Compares the formula and the gradient of each parameter.
macro_rules! compare {
    ($f:ident, [$($p:ident),*], $delta:expr) => {{
        let delta = $delta;
        let (_, gradient) = Succeeds::succeeds($f::vjp($(&$p,)* delta));
        let parameters = [$((stringify!($p), $p.as_numbers())),*];
        assert_eq!($f::FORMULAS.len(), parameters.len());
        let computed = [$((stringify!($p), gradient.$p.as_numbers())),*];
        for (formula, (name, computed)) in $f::FORMULAS.iter().zip(&computed) {
            assert_eq!(formula.parameter, *name);
            let deltas = [delta.as_numbers()];
            let found = evaluate_with(formula, &parameters, &deltas, SIZES);
            assert_near(&formula.to_string(), &found, computed, TOLERANCE);
        }
    }};
}

/// δ at the end: 1 for a number.
macro_rules! operations {
    ($($name:ident($($p:ident: [$($ty:tt)*] = $x:expr),*) -> [$($out:tt)*] { $($body:tt)* } $delta:expr;)*) => {
        $(
            #[test]
            fn $name() {
                #[differentiable]
                fn f($($p: &$($ty)*),*) -> $($out)* {
                    $($body)*
                }

                $(let $p: $($ty)* = $x;)*
                compare!(f, [$($p),*], $delta);
            }
        )*

        const OPERATIONS: &[&str] = &[$(stringify!($name)),*];
    };
}

operations! {
    add(a: [Matrix<D<3>, D<2>, f64>] = direction(1), b: [Matrix<D<3>, D<2>, f64>] = direction(2)) -> [Matrix<D<3>, D<2>, f64>] { a + b } &direction::<Matrix<D<3>, D<2>, f64>>(9);
    subtract(a: [Vector<D<3>, f64>] = direction(1), b: [Vector<D<3>, f64>] = direction(2)) -> [Vector<D<3>, f64>] { a - b } &direction::<Vector<D<3>, f64>>(9);
    negate(a: [Vector<D<3>, f64>] = direction(1)) -> [Vector<D<3>, f64>] { -a } &direction::<Vector<D<3>, f64>>(9);
    scale_and_shift(a: [Vector<D<3>, f64>] = direction(1)) -> [Vector<D<3>, f64>] { 2.5 * a / 3.0 - 0.5 } &direction::<Vector<D<3>, f64>>(9);
    hadamard(a: [Matrix<D<3>, D<2>, f64>] = direction(1), b: [Matrix<D<3>, D<2>, f64>] = direction(2)) -> [Matrix<D<3>, D<2>, f64>] { a.hadamard(b) } &direction::<Matrix<D<3>, D<2>, f64>>(9);
    hadamard_div(a: [Matrix<D<3>, D<2>, f64>] = direction(1), b: [Matrix<D<3>, D<2>, f64>] = direction(2)) -> [Matrix<D<3>, D<2>, f64>] { a.hadamard_div(b) } &direction::<Matrix<D<3>, D<2>, f64>>(9);
    over_a_number(a: [Matrix<D<3>, D<2>, f64>] = direction(1), b: [Vector<D<2>, f64>] = direction(2)) -> [Matrix<D<3>, D<2>, f64>] { a / b.sum() } &direction::<Matrix<D<3>, D<2>, f64>>(9);
    times_a_number(a: [Matrix<D<3>, D<2>, f64>] = direction(1), b: [Vector<D<2>, f64>] = direction(2)) -> [Matrix<D<3>, D<2>, f64>] { b.sum() * a } &direction::<Matrix<D<3>, D<2>, f64>>(9);
    product(a: [Matrix<D<3>, D<2>, f64>] = direction(1), b: [Matrix<D<2>, D<4>, f64>] = direction(2)) -> [Matrix<D<3>, D<4>, f64>] { a * b } &direction::<Matrix<D<3>, D<4>, f64>>(9);
    dot(a: [Vector<D<3>, f64>] = direction(1), b: [Vector<D<3>, f64>] = direction(2)) -> [f64] { a.dot(b) } 1.0;
    outer(a: [Vector<D<3>, f64>] = direction(1), b: [Vector<D<2>, f64>] = direction(2)) -> [Matrix<D<3>, D<2>, f64>] { a.outer(b) } &direction::<Matrix<D<3>, D<2>, f64>>(9);
    t(a: [Matrix<D<3>, D<2>, f64>] = direction(1), b: [Matrix<D<3>, D<4>, f64>] = direction(2)) -> [Matrix<D<2>, D<4>, f64>] { a.t() * b } &direction::<Matrix<D<2>, D<4>, f64>>(9);
    transpose(a: [Matrix<D<3>, D<2>, f64>] = direction(1)) -> [Matrix<D<2>, D<3>, f64>] { a.transpose() } &direction::<Matrix<D<2>, D<3>, f64>>(9);
    sum(a: [Matrix<D<3>, D<2>, f64>] = direction(1)) -> [f64] { a.sum() } 1.0;
    mean(a: [Matrix<D<3>, D<2>, f64>] = direction(1)) -> [f64] { a.mean() } 1.0;
    trace(a: [Matrix<D<3>, D<3>, f64>] = direction(1)) -> [f64] { a.trace() } 1.0;
    norm(a: [Matrix<D<3>, D<2>, f64>] = direction(1)) -> [f64] { a.norm() } 1.0;
    norm_squared(a: [Vector<D<3>, f64>] = direction(1)) -> [f64] { a.norm_squared() } 1.0;
    log_sum_exp(a: [Matrix<D<3>, D<2>, f64>] = direction(1)) -> [f64] { a.log_sum_exp() } 1.0;
    reshape(a: [Matrix<D<3>, D<2>, f64>] = direction(1)) -> [Matrix<D<2>, D<3>, f64>] { a.reshape::<(D<2>, D<3>)>().clone() } &direction::<Matrix<D<2>, D<3>, f64>>(9);
    relabel(a: [Vector<D<3>, f64>] = direction(1)) -> [Vector<D<3>, f64>] { a.relabel::<(D<3>,)>().clone() } &direction::<Vector<D<3>, f64>>(9);
    same(a: [Vector<D<3>, f64>] = direction(1)) -> [Vector<D<3>, f64>] { a.same::<(D<3>,)>().clone() } &direction::<Vector<D<3>, f64>>(9);
    clone(a: [Vector<D<3>, f64>] = direction(1)) -> [Vector<D<3>, f64>] { a.clone() } &direction::<Vector<D<3>, f64>>(9);
    powi(a: [Vector<D<3>, f64>] = direction(1)) -> [f64] { a.sum().powi(3) } 1.0;
    max(a: [Vector<D<3>, f64>] = direction(1)) -> [f64] { a.norm_squared().max(0.25) } 1.0;
    convolve(a: [Image<D<2>, D<6>, D<5>, f64>] = direction(1), b: [Kernels] = direction(2)) -> [Image<D<2>, D<2>, D<3>, f64>] { a.convolve::<Convolution2d<_, D<2>, (D<3>, D<2>), Pad<1>, D<2>, D<2>>>(b) } &direction::<Image<D<2>, D<2>, D<3>, f64>>(9);
    convolve_transposed(a: [Picture] = direction(1), b: [Tensor<(D<2>, D<3>, D<2>, D<2>), f64>] = direction(2)) -> [Image<D<3>, D<8>, D<6>, f64>] { a.convolve_transposed::<Transposed2d<_, D<3>, D<2>, Valid, D<2>>>(b) } &direction::<Image<D<3>, D<8>, D<6>, f64>>(9);
    add_per_channel(a: [Image<D<2>, D<4>, D<3>, f64>] = direction(1), b: [Vector<D<2>, f64>] = direction(2)) -> [Picture] { a.add_per_channel(b) } &direction::<Picture>(9);
    max_pool(a: [Picture] = direction(1)) -> [Picture] { a.max_pool::<Pooling2d<_, D<3>, D<1>, Pad<1>>>() } &direction::<Picture>(9);
    average_pool(a: [Picture] = direction(1)) -> [Picture] { a.average_pool::<Pooling2d<_, D<3>, D<1>, Pad<1>>>() } &direction::<Picture>(9);
    channel_means(a: [Picture] = direction(1)) -> [Vector<D<2>, f64>] { a.channel_means() } &direction::<Vector<D<2>, f64>>(9);
    pad(a: [Picture] = direction(1)) -> [Image<D<2>, D<6>, D<7>, f64>] { a.pad::<(Pad<1>, Pad<2>)>() } &direction::<Image<D<2>, D<6>, D<7>, f64>>(9);
    crop(a: [Image<D<2>, D<6>, D<7>, f64>] = direction(1)) -> [Picture] { a.crop::<(Pad<1>, Pad<2>)>() } &direction::<Picture>(9);
    upsample(a: [Picture] = direction(1)) -> [Image<D<2>, D<8>, D<9>, f64>] { a.upsample::<(D<2>, D<3>)>() } &direction::<Image<D<2>, D<8>, D<9>, f64>>(9);
    concat_channels(a: [Picture] = direction(1), b: [Picture<D<3>>] = direction(2)) -> [Picture<D<5>>] { a.concat_channels(b) } &direction::<Picture<D<5>>>(9);
    flatten(a: [Picture] = direction(1)) -> [Vector<D<24>, f64>] { a.flatten().clone() } &direction::<Vector<D<24>, f64>>(9);
    unflatten(a: [Vector<D<24>, f64>] = direction(1)) -> [Picture] { a.unflatten::<(D<2>, D<4>, D<3>)>().clone() } &direction::<Picture>(9);
    matrix_powi(a: [Matrix<D<3>, D<3>, f64>] = general()) -> [Result<Matrix<D<3>, D<3>, f64>, LinalgError>] { a.powi(3) } &direction::<Square>(9);
    matrix_powi_negative(a: [Matrix<D<3>, D<3>, f64>] = general()) -> [Result<Matrix<D<3>, D<3>, f64>, LinalgError>] { a.powi(-2) } &direction::<Square>(9);
    inverse(a: [Matrix<D<3>, D<3>, f64>] = general()) -> [Result<Matrix<D<3>, D<3>, f64>, LinalgError>] { a.inverse() } &direction::<Square>(9);
    solve(a: [Matrix<D<3>, D<3>, f64>] = general(), b: [Matrix<D<3>, D<2>, f64>] = direction(2)) -> [Result<Matrix<D<3>, D<2>, f64>, LinalgError>] { a.solve(b) } &direction::<Matrix<D<3>, D<2>, f64>>(9);
    det(a: [Matrix<D<3>, D<3>, f64>] = general()) -> [Result<f64, LinalgError>] { a.det() } 1.0;
    ln_abs_det(a: [Matrix<D<3>, D<3>, f64>] = general()) -> [Result<f64, LinalgError>] { a.ln_abs_det() } 1.0;
    cholesky(a: [Matrix<D<3>, D<3>, f64>] = symmetric()) -> [Result<Matrix<D<3>, D<3>, f64>, LinalgError>] { a.cholesky() } &direction::<Square>(9);
    expm(a: [Matrix<D<3>, D<3>, f64>] = general()) -> [Result<Matrix<D<3>, D<3>, f64>, LinalgError>] { a.expm() } &direction::<Square>(9);
    pinv(a: [Matrix<D<4>, D<3>, f64>] = direction(1)) -> [Result<Matrix<D<3>, D<4>, f64>, LinalgError>] { a.pinv() } &direction::<Matrix<D<3>, D<4>, f64>>(9);
    eigenvalues(a: [Matrix<D<3>, D<3>, f64>] = symmetric()) -> [Result<Vector<D<3>, f64>, LinalgError>] { a.eigenvalues() } &direction::<Vector<D<3>, f64>>(9);
    singular_values(a: [Matrix<D<3>, D<3>, f64>] = general()) -> [Result<Vector<D<3>, f64>, LinalgError>] { a.singular_values() } &direction::<Vector<D<3>, f64>>(9);
}

/// A function of each element, of a vector, of a matrix and of a number.
macro_rules! functions {
    ($($name:ident $from:ident;)*) => {
        $(
            // In a module of its own, lest the test hide the function.
            mod $name {
                use typograd::prelude::*;

                use super::{AsNumbers, SIZES, Succeeds, TOLERANCE, assert_near, direction, evaluate_with};

                #[test]
                fn is_as_computed() {
                #[differentiable]
                fn of_vector<N: Dim>(x: &Vector<N, f64>) -> Vector<N, f64> {
                    $name(x)
                }
                #[differentiable]
                fn of_matrix<M: Dim, N: Dim>(x: &Matrix<M, N, f64>) -> Matrix<M, N, f64> {
                    $name(x)
                }

                let x = super::$from();
                compare!(of_vector, [x], &direction::<Vector<D<6>, f64>>(9));
                let x: Matrix<D<2>, D<3>, f64> = x.reshape().clone();
                compare!(of_matrix, [x], &direction::<Matrix<D<2>, D<3>, f64>>(9));
                }
            }
        )*

        const FUNCTIONS: &[&str] = &[$(stringify!($name)),*];
    };
}

/// On both sides of every corner of the functions below.
fn anywhere() -> Vector<D<6>, f64> {
    Vector::from([-3.4, -1.3, -0.4, 0.6, 2.1, 3.2])
}

fn positive() -> Vector<D<6>, f64> {
    Vector::from([0.1, 0.4, 0.9, 1.6, 2.5, 3.6])
}

functions! {
    sigmoid anywhere;
    tanh anywhere;
    relu anywhere;
    leaky_relu anywhere;
    gelu anywhere;
    gelu_tanh anywhere;
    silu anywhere;
    softplus anywhere;
    elu anywhere;
    selu anywhere;
    mish anywhere;
    hard_swish anywhere;
    hard_sigmoid anywhere;
    softsign anywhere;
    softmax anywhere;
    log_softmax anywhere;
    exp anywhere;
    ln positive;
    sqrt positive;
    square anywhere;
    abs anywhere;
    recip anywhere;
    sin anywhere;
    cos anywhere;
}

/// Of numbers, where powers and quotients are written in another way.
macro_rules! of_numbers {
    ($($name:ident $printed:literal;)*) => {
        #[test]
        fn functions_of_numbers() {
            $({
                #[differentiable]
                fn f(x: f64) -> f64 {
                    $name(x)
                }

                assert_eq!(f::GRADIENTS, $printed);
                let x: f64 = 0.7;
                let found = evaluate(&f::FORMULAS[0], &[("x", x.as_numbers())], &[]);
                assert_near($printed, &found, &f::grad(x).x.as_numbers(), TOLERANCE);
            })*
        }
    };
}

of_numbers! {
    sigmoid "∇x = σ(x) (1 − σ(x))";
    tanh "∇x = 1 − tanh²(x)";
    softplus "∇x = σ(x)";
    exp "∇x = exp(x)";
    ln "∇x = 1 / x";
    sqrt "∇x = 1 / (2 √x)";
    square "∇x = 2 x";
    abs "∇x = sign(x)";
    recip "∇x = −1 / x²";
    sin "∇x = cos(x)";
    cos "∇x = −sin(x)";
}

/// What the macros know is what is compared here.
#[test]
fn none_is_missing() {
    let allowed = include_str!("../../../../macros/src/expression/allowed.rs");
    let (_, tables) = allowed.split_once("const METHODS").expect("a table");
    let (tables, _) = tables.split_once("/// The names of all").expect("an end");
    let words = tables.split('"').skip(1).step_by(2);
    let names: Vec<_> = words
        .filter(|x| x.starts_with(char::is_lowercase))
        .collect();
    assert!(names.len() > 50);
    for name in names {
        // The unit step is refused: there is no gradient to follow.
        let here = OPERATIONS.contains(&name) || FUNCTIONS.contains(&name) || name == "step";
        assert!(here, "{name} is not compared");
    }
}
