//! Second derivatives: symmetric, the finite differences of gradients, and what can be written down.

use typograd::calculus::{Dual, Value};
use typograd::prelude::*;

use super::functions::{bilinear, cosine, cross_entropy, least_squares, logistic, quadratic};
use super::identities::{direction, elements, inner};

const STEP: f64 = 1e-6;

/// (f(x + h ẋ) − f(x − h ẋ)) / 2h.
fn difference<X: Value<Elem = f64> + Clone, Y: Value<Elem = f64>>(
    x: &X,
    along: &X,
    f: impl Fn(&X) -> Y,
) -> Vec<f64> {
    let moved = |h: f64| {
        let mut there = x.clone();
        there.as_tensor_mut().add_scaled(h, along.as_tensor());
        elements(&f(&there)).to_vec()
    };
    let (ahead, behind) = (moved(STEP), moved(-STEP));
    let pairs = ahead.iter().zip(&behind);
    pairs.map(|(a, b)| (a - b) / (2.0 * STEP)).collect()
}

#[track_caller]
fn assert_near(found: &[f64], expected: &[f64]) {
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-7, "{found} and {expected}");
    }
}

#[test]
fn hvp_is_the_difference_of_gradients() {
    type X = Matrix<D<6>, D<3>, f64>;
    type W = Vector<D<3>, f64>;
    let (x, w, y) = (
        direction::<X>(1),
        direction::<W>(2),
        direction::<Vector<D<6>, f64>>(3),
    );
    let (dx, dw) = (direction::<X>(4), direction::<W>(5));
    let zero = X::zeros();
    let found = logistic::hvp(&x, &w, &y, &zero, &dw);
    assert_near(
        elements(&found.w),
        &difference(&w, &dw, |w| logistic::grad(&x, w, &y).w),
    );
    assert_near(
        elements(&found.x),
        &difference(&w, &dw, |w| logistic::grad(&x, w, &y).x),
    );
    let found = logistic::hvp(&x, &w, &y, &dx, &W::zeros());
    assert_near(
        elements(&found.w),
        &difference(&x, &dx, |x| logistic::grad(x, &w, &y).w),
    );
    assert_near(
        elements(&found.x),
        &difference(&x, &dx, |x| logistic::grad(x, &w, &y).x),
    );
}

#[test]
fn hessians_are_symmetric() {
    type V = Vector<D<5>, f64>;
    let (x, a) = (direction::<V>(1), direction::<V>(2));
    let hessian = cosine::hessian(&x, &a);
    for block in [&hessian.x, &hessian.a] {
        let difference = block - block.transpose();
        assert!(difference.norm() <= 1e-14 * block.norm());
    }
    // Both by rows of the one and by columns of the other.
    let (along, other) = (direction::<V>(3), direction::<V>(4));
    let one = cosine::hvp(&x, &a, &along, &V::zeros());
    let two = cosine::hvp(&x, &a, &V::zeros(), &other);
    assert!((inner(&one.a, &other) - inner(&two.x, &along)).abs() < 1e-14);
    assert!((along.dot(&(&hessian.x_a * &other)) - inner(&one.a, &other)).abs() < 1e-14);
}

#[test]
fn hessians_as_on_paper() {
    type X = Matrix<D<6>, D<3>, f64>;
    let (x, w, y) = (
        direction::<X>(1),
        direction::<Vector<D<3>, f64>>(2),
        direction::<Vector<D<6>, f64>>(3),
    );
    let close = |a: &Matrix<D<3>, D<3>, f64>, b: Matrix<D<3>, D<3>, f64>| {
        assert!((a - &b).norm() < 1e-13 * b.norm());
    };
    // ‖Xw − y‖²: 2 Xᵀ X, and 2 I in y.
    let hessian = least_squares::hessian(&x, &w, &y);
    close(&hessian.w, 2.0 * (x.t() * &x));
    assert_eq!(hessian.y, 2.0 * Matrix::identity());
    assert_eq!(hessian.w_y, -2.0 * x.transpose());
    // xᵀ A x: A + Aᵀ.
    let (v, a) = (
        direction::<Vector<D<3>, f64>>(4),
        direction::<Matrix<D<3>, D<3>, f64>>(5),
    );
    close(&quadratic::hessian(&v, &a).x, &a + a.transpose());
    // −tᵀ log softmax(z): (1ᵀ t)(diag(p) − p pᵀ).
    let (z, t) = (
        direction::<Vector<D<3>, f64>>(6),
        direction::<Vector<D<3>, f64>>(7),
    );
    let p = softmax(&z);
    let expected = (Diagonal::new(p.clone()).to_matrix() - p.outer(&p)) * t.sum();
    assert!((cross_entropy::hessian(&z, &t).z - expected).norm() < 1e-14);
    // xᵀ A y, in x and A: ∂²f/∂xᵢ∂Aⱼₖ = [i = j] yₖ.
    let hessian = bilinear::hessian(&v, &a, &z);
    for i in 0..3 {
        for j in 0..3 {
            for k in 0..3 {
                let expected = if i == j { z[k] } else { 0.0 };
                assert_eq!(hessian.x_a[(i, j, k)], expected);
            }
        }
    }
}

/// Each function of a number, against finite differences: its dual form is what second derivatives rest on.
#[test]
fn dual_numbers() {
    use num_traits::Float;

    type F = fn(Dual<f64>) -> Dual<f64>;
    let functions: [(&str, F); 30] = [
        ("abs", Float::abs),
        ("recip", Float::recip),
        ("sqrt", Float::sqrt),
        ("cbrt", Float::cbrt),
        ("exp", Float::exp),
        ("exp2", Float::exp2),
        ("exp_m1", Float::exp_m1),
        ("ln", Float::ln),
        ("ln_1p", Float::ln_1p),
        ("log2", Float::log2),
        ("log10", Float::log10),
        ("sin", Float::sin),
        ("cos", Float::cos),
        ("tan", Float::tan),
        ("asin", Float::asin),
        ("acos", Float::acos),
        ("atan", Float::atan),
        ("sinh", Float::sinh),
        ("cosh", Float::cosh),
        ("tanh", Float::tanh),
        ("asinh", Float::asinh),
        ("atanh", Float::atanh),
        ("to_degrees", Float::to_degrees),
        ("fract", Float::fract),
        ("floor", Float::floor),
        ("erfc", Element::erfc),
        ("powi", |x| x.powi(3)),
        ("powf", |x| x.powf(x + x)),
        ("hypot", |x| x.hypot(x * x)),
        ("atan2", |x| x.atan2(x * x)),
    ];
    for (name, f) in functions {
        for x in [0.3, 0.7] {
            let at = |value: f64, tangent: f64| f(Dual { value, tangent });
            let expected = (at(x + STEP, 0.0).value - at(x - STEP, 0.0).value) / (2.0 * STEP);
            let found = at(x, 1.0).tangent;
            let error = (found - expected).abs() / expected.abs().max(1.0);
            assert!(error < 1e-8, "{name} at {x}: {found} and {expected}");
        }
    }
}

/// Every activation has second derivatives: those of Σ f(x).
#[test]
fn activations_have_second_derivatives() {
    macro_rules! each {
        ($($name:ident)*) => {
            $({
                #[differentiable]
                fn total<N: Dim>(x: &Vector<N, f64>) -> f64 {
                    $name(x).norm_squared()
                }

                let x = Vector::<D<4>, f64>::from([-1.3, -0.4, 0.6, 2.1]);
                let along = direction(1);
                let found = total::hvp(&x, &along).x;
                let expected = difference(&x, &along, |x| total::grad(x).x);
                for (found, expected) in elements(&found).iter().zip(&expected) {
                    assert!((found - expected).abs() < 1e-6, "{}: {found} and {expected}", stringify!($name));
                }
            })*
        };
    }
    each! {
        sigmoid tanh relu leaky_relu gelu gelu_tanh silu softplus elu selu mish hard_swish
        hard_sigmoid softsign softmax log_softmax exp square abs recip sin cos
    }
}
