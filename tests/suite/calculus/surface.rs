//! What a differentiable function may be made of: calls, tuples, constants; and that no work is done for what is dropped.

use typograd::calculus::Value;
use typograd::linalg::LinalgError;
use typograd::prelude::*;

use super::identities::{direction, elements};

#[differentiable]
fn layer<I: Dim, O: Dim>(
    w: &Matrix<O, I, f64>,
    b: &Vector<O, f64>,
    x: &Vector<I, f64>,
) -> Vector<O, f64> {
    tanh(w * x + b)
}

#[differentiable]
fn two_layers<I: Dim, H: Dim, O: Dim>(
    w1: &Matrix<H, I, f64>,
    b1: &Vector<H, f64>,
    w2: &Matrix<O, H, f64>,
    b2: &Vector<O, f64>,
    #[constant] x: &Vector<I, f64>,
    #[constant] y: &Vector<O, f64>,
) -> f64 {
    let a = layer(w1, b1, x);
    (layer(w2, b2, &a) - y).norm_squared() / 2.0
}

#[differentiable]
fn in_one<I: Dim, H: Dim, O: Dim>(
    w1: &Matrix<H, I, f64>,
    b1: &Vector<H, f64>,
    w2: &Matrix<O, H, f64>,
    b2: &Vector<O, f64>,
    #[constant] x: &Vector<I, f64>,
    #[constant] y: &Vector<O, f64>,
) -> f64 {
    (tanh(w2 * tanh(w1 * x + b1) + b2) - y).norm_squared() * 0.5
}

#[test]
fn calls_are_as_good_as_one_expression() {
    type X = Vector<D<4>, f64>;
    let (w1, b1) = (direction::<Matrix<D<3>, D<4>, f64>>(1), direction(2));
    let (w2, b2) = (direction::<Matrix<D<2>, D<3>, f64>>(3), direction(4));
    let (x, y) = (direction::<X>(5), direction(6));
    let (value, calls) = two_layers::value_and_grad(&w1, &b1, &w2, &b2, &x, &y);
    let (expected, one) = in_one::value_and_grad(&w1, &b1, &w2, &b2, &x, &y);
    assert_eq!(value, expected);
    assert_eq!((calls.w1, calls.b1), (one.w1, one.b1));
    assert_eq!((calls.w2, calls.b2), (one.w2, one.b2));
    let (dw1, db1, dw2, db2) = (direction(7), direction(8), direction(9), direction(10));
    let calls = two_layers::hvp(&w1, &b1, &w2, &b2, &x, &y, &dw1, &db1, &dw2, &db2);
    let one = in_one::hvp(&w1, &b1, &w2, &b2, &x, &y, &dw1, &db1, &dw2, &db2);
    assert_eq!((calls.w1, calls.b2), (one.w1, one.b2));
    let calls = two_layers::jvp(&w1, &b1, &w2, &b2, &x, &y, &dw1, &db1, &dw2, &db2);
    let one = in_one::jvp(&w1, &b1, &w2, &b2, &x, &y, &dw1, &db1, &dw2, &db2);
    assert_eq!(calls, one);
}

#[differentiable]
fn sum_and_difference<N: Dim, T: Element>(
    x: &Vector<N, T>,
    y: &Vector<N, T>,
) -> (Vector<N, T>, Vector<N, T>) {
    (x + y, x - y)
}

#[differentiable]
fn difference_of_squares<N: Dim, T: Element>(x: &Vector<N, T>, y: &Vector<N, T>) -> T {
    let (sum, difference) = sum_and_difference(x, y);
    sum.dot(&difference)
}

/// xᵀ x, by way of a function that is given the same value twice.
#[differentiable]
fn square_of_sum<N: Dim, T: Element>(x: &Vector<N, T>) -> T {
    let (twice, _) = sum_and_difference(x, x);
    twice.norm_squared()
}

/// All that another function returns, handed on.
#[differentiable]
fn handed_on<N: Dim, T: Element>(
    x: &Vector<N, T>,
    y: &Vector<N, T>,
) -> (Vector<N, T>, Vector<N, T>) {
    let twice = x + x;
    sum_and_difference(&twice, y)
}

#[test]
fn several_results_are_handed_on() {
    let (x, y) = (
        Vector::<D<2>>::from([3.0, 1.0]),
        Vector::<D<2>>::from([2.0, -1.0]),
    );
    let ((sum, difference), gradient) = handed_on::vjp(&x, &y, (&x, &y));
    assert_eq!((sum, difference), handed_on(&x, &y));
    assert_eq!((gradient.x, gradient.y), (2.0 * (&x + &y), &x - &y));
    let (_, (sum, difference)) = handed_on::jvp(&x, &y, &y, &x);
    assert_eq!((sum, difference), (2.0 * &y + &x, 2.0 * &y - &x));
}

#[differentiable]
fn inverse_of_sum<N: Dim, T: Element>(
    x: &Matrix<N, N, T>,
    y: &Matrix<N, N, T>,
) -> Result<Matrix<N, N, T>, LinalgError> {
    (x + y).powi(-1)
}

#[differentiable]
fn inverse_of_double<N: Dim, T: Element>(
    x: &Matrix<N, N, T>,
) -> Result<Matrix<N, N, T>, LinalgError> {
    inverse_of_sum(x, x)
}

/// What may fail is a function's result as it stands, without `Ok(…?)`.
#[test]
fn what_may_fail_is_handed_on() {
    let x = Matrix::<D<2>, D<2>>::from([[1.0, 0.0], [0.0, 2.0]]);
    let (value, gradient) = inverse_of_double::vjp(&x, &Matrix::identity()).unwrap();
    assert_eq!(value, Matrix::from([[0.5, 0.0], [0.0, 0.25]]));
    assert_eq!(gradient.x, Matrix::from([[-0.5, 0.0], [0.0, -0.125]])); // −½ X⁻²
    assert!(inverse_of_double(&Matrix::<D<2>, D<2>>::zeros()).is_err());
    assert!(inverse_of_double::vjp(&Matrix::<D<2>, D<2>>::zeros(), &x).is_err());
}

#[test]
fn several_results_are_taken_apart() {
    let (x, y) = (
        Vector::<D<2>>::from([3.0, 1.0]),
        Vector::<D<2>>::from([2.0, -1.0]),
    );
    let (value, gradient) = difference_of_squares::value_and_grad(&x, &y);
    assert_eq!(value, 5.0); // 10 − 5
    assert_eq!((gradient.x, gradient.y), (2.0 * &x, -2.0 * &y));
    let (value, gradient) = square_of_sum::value_and_grad(&x);
    assert_eq!((value, gradient.x), (40.0, 8.0 * &x)); // ‖2x‖²
    let ((sum, _), gradient) = sum_and_difference::vjp(&x, &y, (&x, &y));
    assert_eq!((sum, gradient.x, gradient.y), (&x + &y, &x + &y, &x - &y));
    let jacobian = sum_and_difference::jacobian(&x, &y);
    assert_eq!(jacobian.y.0.vector(), &Vector::ones()); // of the sum, in y
    assert_eq!(jacobian.y.1.vector(), &-Vector::ones());
}

#[differentiable]
fn powers<N: Dim>(x: &Vector<N>, #[constant] count: usize, #[constant] scale: f32) -> f32 {
    scale * x.norm_squared().powi(2) / count as f32
}

#[differentiable]
fn calls_with_constants<N: Dim>(x: &Vector<N>) -> f32 {
    powers(x, N::LEN, 3.0).max(-1.0) + 1.0
}

#[test]
fn constants_have_no_gradient() {
    let x = Vector::<D<2>>::from([1.0, 2.0]);
    let (value, gradient) = powers::value_and_grad(&x, 2, 3.0);
    assert_eq!(value, 37.5); // 3 · 25 / 2
    let PowersGradient { x: dx } = gradient; // and nothing else
    assert_eq!(dx, Vector::from([30.0, 60.0])); // 3 · 2 · 5 · 2 x / 2
    let (value, gradient) = calls_with_constants::value_and_grad(&x);
    assert_eq!((value, gradient.x), (38.5, dx));
}

/// A function may stand in a function, where a module could not see the dimensions.
#[test]
fn within_a_function() {
    dims! { Here = 2; }

    #[differentiable]
    fn sum_of_squares(x: &Vector<Here>) -> f32 {
        let y = x;
        y.dot(y)
    }

    let x = Vector::<Here>::from([1.0, 2.0]);
    assert_eq!(sum_of_squares::grad(&x).x, 2.0 * &x);
    assert_eq!(sum_of_squares(&x), 5.0); // the function is as it was
}

#[differentiable]
fn elementwise<N: Dim>(x: &Vector<N>, w: &Vector<N>, z: f32) -> Vector<N> {
    let s = sigmoid(x);
    (s.hadamard(w) - x.hadamard_div(w)) / z + 1.0
}

#[differentiable]
fn scaled<N: Dim, T: Element>(x: &Vector<N, T>, z: T) -> Vector<N, T> {
    let slope = z * z;
    sin(x) * slope
}

/// z is the sum of x, and so no number to scale by.
#[differentiable]
fn scaled_by_itself<N: Dim>(x: &Vector<N>) -> Vector<N> {
    x * x.sum()
}

#[differentiable]
fn mixed<N: Dim>(x: &Vector<N>) -> Vector<N> {
    softmax(x).hadamard(x)
}

#[test]
fn diagonal_jacobians_are_diagonal_types() {
    let (x, w) = (
        Vector::<D<2>>::from([0.0, 1.0]),
        Vector::<D<2>>::from([2.0, 4.0]),
    );
    let jacobian = elementwise::jacobian(&x, &w, 0.5);
    let in_x: Diagonal<D<2>> = jacobian.x;
    let slope = 1.0_f32.exp() / (1.0 + 1.0_f32.exp()).powi(2);
    let expected = [(0.25 * 2.0 - 0.5) / 0.5, (slope * 4.0 - 0.25) / 0.5];
    assert!((in_x.vector() - Vector::from(expected)).norm() < 1e-6);
    let _: Diagonal<D<2>> = jacobian.w;
    let in_z: Vector<D<2>> = jacobian.z;
    assert!((in_z[0] - -2.0 * (elementwise(&x, &w, 0.5)[0] - 1.0)).abs() < 1e-6);
    let jacobian = scaled::jacobian(&x, 3.0);
    let in_x: Diagonal<D<2>> = jacobian.x; // z² cos x
    assert!((in_x.vector() - 9.0 * cos(&x)).norm() < 1e-6);
    let dense: Matrix<D<2>, D<2>> = scaled_by_itself::jacobian(&x).x; // (Σ x) I + x 1ᵀ
    assert_eq!(dense, Matrix::from([[1.0, 0.0], [1.0, 2.0]]));
    // Softmax looks at all elements.
    let dense: Matrix<D<2>, D<2>> = mixed::jacobian(&x).x;
    let (_, row) = mixed::vjp(&x, &Vector::from([0.0, 1.0]));
    assert_eq!(dense.row(1), row.x.t());
}

#[differentiable]
fn product<M: Dim, K: Dim, N: Dim>(a: &Matrix<M, K>, b: &Matrix<K, N>) -> Matrix<M, N> {
    a * b
}

#[test]
fn jacobians_of_matrices_have_four_axes() {
    let a = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    let b = Matrix::<D<3>, D<2>>::from([[1.0, -1.0], [0.5, 2.0], [3.0, 0.0]]);
    let jacobian: Tensor<(D<2>, D<2>, D<2>, D<3>)> = product::jacobian(&a, &b).a;
    for (m, n, i, k) in [(0, 0, 0, 1), (1, 1, 1, 0), (1, 1, 0, 2)] {
        let expected = if m == i { b[(k, n)] } else { 0.0 }; // ∂(AB)ₘₙ/∂Aᵢₖ
        assert_eq!(jacobian[(m, n, i, k)], expected);
    }
    assert_eq!(elements(&product::jacobian(&a, &b).b).len(), 24);
}

#[test]
fn large_gradients_are_written_in_place() {
    #[differentiable]
    fn form<M: Dim, N: Dim>(x: &Vector<M>, a: &Matrix<M, N>, y: &Vector<N>) -> f32 {
        x.dot(&(a * y))
    }

    let (x, y) = (Vector::<D<2>>::ones(), Vector::<D<3>>::full(2.0));
    let a = Matrix::ones();
    let mut gradient = form::grad(&x, &a, &y);
    let at: *const _ = &raw const gradient.a;
    gradient.a.fill(f32::NAN); // what was there is not read
    assert_eq!(form::value_and_grad_into(&x, &a, &y, &mut gradient), 12.0);
    assert_eq!(at, &raw const gradient.a);
    assert_eq!(gradient, form::grad(&x, &a, &y));
    assert_eq!(gradient.a.as_tensor(), &x.outer(&y));
}
