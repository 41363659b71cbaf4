//! The identities of `tests/goldens/identities.json`, as a textbook writes them.

use typograd::linalg::LinalgError;
use typograd::prelude::*;

/// aᵀ x
#[differentiable]
pub(super) fn linear<N: Dim, T: Element>(a: &Vector<N, T>, x: &Vector<N, T>) -> T {
    a.dot(x)
}

/// xᵀ A y
#[differentiable]
pub(super) fn bilinear<M: Dim, N: Dim, T: Element>(
    x: &Vector<M, T>,
    a: &Matrix<M, N, T>,
    y: &Vector<N, T>,
) -> T {
    x.t() * a * y
}

/// xᵀ A x
#[differentiable]
pub(super) fn quadratic<N: Dim, T: Element>(x: &Vector<N, T>, a: &Matrix<N, N, T>) -> T {
    x.dot(&(a * x))
}

/// tr(A X B)
#[differentiable]
pub(super) fn trace_of_product<L: Dim, M: Dim, N: Dim, T: Element>(
    a: &Matrix<L, M, T>,
    x: &Matrix<M, N, T>,
    b: &Matrix<N, L, T>,
) -> T {
    (a * x * b).trace()
}

/// tr(Xᵀ A X)
#[differentiable]
pub(super) fn trace_of_square<M: Dim, N: Dim, T: Element>(
    a: &Matrix<M, M, T>,
    x: &Matrix<M, N, T>,
) -> T {
    (x.t() * a * x).trace()
}

/// tr(X A Xᵀ)
#[differentiable]
pub(super) fn trace_of_outer_square<M: Dim, N: Dim, T: Element>(
    a: &Matrix<N, N, T>,
    x: &Matrix<M, N, T>,
) -> T {
    (x * a * x.t()).trace()
}

/// tr(Xᵀ A X B)
#[differentiable]
pub(super) fn trace_of_weighed_square<M: Dim, N: Dim, T: Element>(
    a: &Matrix<M, M, T>,
    x: &Matrix<M, N, T>,
    b: &Matrix<N, N, T>,
) -> T {
    (x.t() * a * x * b).trace()
}

/// ‖X w − y‖²
#[differentiable]
pub(super) fn least_squares<M: Dim, N: Dim, T: Element>(
    x: &Matrix<M, N, T>,
    w: &Vector<N, T>,
    y: &Vector<M, T>,
) -> T {
    (x * w - y).norm_squared()
}

/// ½ ‖A X − Y‖²
#[differentiable]
pub(super) fn matrix_least_squares<L: Dim, M: Dim, N: Dim, T: Element>(
    a: &Matrix<L, M, T>,
    x: &Matrix<M, N, T>,
    y: &Matrix<L, N, T>,
) -> T {
    T::from_f64(0.5) * (a * x - y).norm_squared()
}

/// ‖x − a‖
#[differentiable]
pub(super) fn distance<N: Dim, T: Element>(x: &Vector<N, T>, a: &Vector<N, T>) -> T {
    (x - a).norm()
}

/// ‖X‖
#[differentiable]
pub(super) fn frobenius<M: Dim, N: Dim, T: Element>(x: &Matrix<M, N, T>) -> T {
    x.norm()
}

/// tr(X³)
#[differentiable]
pub(super) fn trace_of_cube<N: Dim, T: Element>(x: &Matrix<N, N, T>) -> T {
    (x * x * x).trace()
}

/// xᵀ S x / xᵀ x
#[differentiable]
pub(super) fn rayleigh<N: Dim, T: Element>(s: &Matrix<N, N, T>, x: &Vector<N, T>) -> T {
    x.dot(&(s * x)) / x.dot(x)
}

/// xᵀ a / (‖x‖ ‖a‖)
#[differentiable]
pub(super) fn cosine<N: Dim, T: Element>(x: &Vector<N, T>, a: &Vector<N, T>) -> T {
    x.dot(a) / (x.norm() * a.norm())
}

/// −tᵀ log softmax(z)
#[differentiable]
pub(super) fn cross_entropy<N: Dim, T: Element>(
    z: &Vector<N, T>,
    #[constant] t: &Vector<N, T>,
) -> T {
    -t.dot(&log_softmax(z))
}

/// softmax(z)
#[differentiable]
pub(super) fn probabilities<N: Dim, T: Element>(z: &Vector<N, T>) -> Vector<N, T> {
    softmax(z)
}

/// log softmax(z)
#[differentiable]
pub(super) fn log_probabilities<N: Dim, T: Element>(z: &Vector<N, T>) -> Vector<N, T> {
    log_softmax(z)
}

/// Σ log(1 + exp(−y ⊙ X w))
#[differentiable]
pub(super) fn logistic<M: Dim, N: Dim, T: Element>(
    x: &Matrix<M, N, T>,
    w: &Vector<N, T>,
    #[constant] y: &Vector<M, T>,
) -> T {
    softplus(-y.hadamard(&(x * w))).sum()
}

/// X ⊙ A
#[differentiable]
pub(super) fn hadamard<M: Dim, N: Dim, T: Element>(
    x: &Matrix<M, N, T>,
    a: &Matrix<M, N, T>,
) -> Matrix<M, N, T> {
    x.hadamard(a)
}

/// diag(v) x
#[differentiable]
pub(super) fn diagonal<N: Dim, T: Element>(v: &Vector<N, T>, x: &Vector<N, T>) -> Vector<N, T> {
    v.hadamard(x)
}

/// w ⊘ x
#[differentiable]
pub(super) fn quotient<N: Dim, T: Element>(w: &Vector<N, T>, x: &Vector<N, T>) -> Vector<N, T> {
    w.hadamard_div(x)
}

/// x + z
#[differentiable]
pub(super) fn shifted<N: Dim, T: Element>(x: &Vector<N, T>, z: T) -> Vector<N, T> {
    x + z
}

/// (ln x², sin 3x)
#[differentiable]
pub(super) fn two_chains<T: Element>(x: T) -> (T, T) {
    (ln(square(x)), sin(T::from_f64(3.0) * x))
}

/// relu(w · x + b)
#[differentiable]
pub(super) fn neuron<N: Dim, T: Element>(w: &Vector<N, T>, x: &Vector<N, T>, b: T) -> T {
    relu(w.dot(x) + b)
}

/// det X
#[differentiable]
pub(super) fn determinant<N: Dim, T: Element>(x: &Matrix<N, N, T>) -> Result<T, LinalgError> {
    x.det()
}

/// ln |det X|
#[differentiable]
pub(super) fn log_determinant<N: Dim, T: Element>(x: &Matrix<N, N, T>) -> Result<T, LinalgError> {
    x.ln_abs_det()
}

/// tr(X⁻¹ A)
#[differentiable]
pub(super) fn trace_of_quotient<N: Dim, T: Element>(
    x: &Matrix<N, N, T>,
    a: &Matrix<N, N, T>,
) -> Result<T, LinalgError> {
    Ok((x.inverse()? * a).trace())
}

/// aᵀ X⁻¹ b
#[differentiable]
pub(super) fn inverse_form<N: Dim, T: Element>(
    a: &Vector<N, T>,
    x: &Matrix<N, N, T>,
    b: &Vector<N, T>,
) -> Result<T, LinalgError> {
    Ok(a.t() * x.inverse()? * b)
}

/// ln det(Xᵀ X)
#[differentiable]
pub(super) fn gram_log_determinant<M: Dim, N: Dim, T: Element>(
    x: &Matrix<M, N, T>,
) -> Result<T, LinalgError> {
    (x.t() * x).ln_abs_det()
}

/// X⁻¹
#[differentiable]
pub(super) fn inverse<N: Dim, T: Element>(
    x: &Matrix<N, N, T>,
) -> Result<Matrix<N, N, T>, LinalgError> {
    x.inverse()
}

/// A⁻¹ b
#[differentiable]
pub(super) fn solution<N: Dim, T: Element>(
    a: &Matrix<N, N, T>,
    b: &Vector<N, T>,
) -> Result<Vector<N, T>, LinalgError> {
    a.solve(b)
}

/// The Cholesky factor of ½ (S + Sᵀ)
#[differentiable]
pub(super) fn cholesky<N: Dim, T: Element>(
    s: &Matrix<N, N, T>,
) -> Result<Matrix<N, N, T>, LinalgError> {
    ((s + s.transpose()) * T::from_f64(0.5)).cholesky()
}

/// ln Σ eᶻ
#[differentiable]
pub(super) fn log_sum_exp<N: Dim, T: Element>(z: &Vector<N, T>) -> T {
    z.log_sum_exp()
}

/// ½ (ln |det S| + xᵀ S⁻¹ x)
#[differentiable]
pub(super) fn gaussian<N: Dim, T: Element>(
    s: &Matrix<N, N, T>,
    x: &Vector<N, T>,
) -> Result<T, LinalgError> {
    Ok(T::from_f64(0.5) * (s.ln_abs_det()? + x.dot(&s.solve(x)?)))
}

/// xᵀ A σ(B⁻¹ z + b)
#[differentiable]
pub(super) fn composed<M: Dim, N: Dim, T: Element>(
    x: &Vector<M, T>,
    a: &Matrix<M, N, T>,
    b: &Matrix<N, N, T>,
    z: &Vector<N, T>,
    offset: &Vector<N, T>,
) -> Result<T, LinalgError> {
    Ok(x.t() * a * sigmoid(b.solve(z)? + offset))
}
