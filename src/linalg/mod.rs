//! Linear algebra: factorisations, and what is made of them.
//!
//! | of a matrix A | method | factorisation |
//! |---|---|---|
//! | A⁻¹ b, A⁻¹, ln \|det A\| | [`solve`](Matrix::solve), [`inverse`](Matrix::inverse), [`ln_abs_det`](Matrix::ln_abs_det) | [`Lu`]: P A = L U |
//! | det A | [`det`](Matrix::det) | [`CompleteLu`]: P A Q = L U |
//! | L for A = L Lᵀ, positive definite | [`cholesky`](Matrix::cholesky) | [`Cholesky`] |
//! | orthonormal columns | [`qr`](Matrix::qr) | [`Qr`]: A = Q R |
//! | eigenvalues, A symmetric | [`eigenvalues`](Matrix::eigenvalues), [`eigen`](Matrix::eigen) | [`SymmetricEigen`]: A = V Λ Vᵀ |
//! | singular values, rank, condition, null space | [`singular_values`](Matrix::singular_values), [`rank`](Matrix::rank), [`cond`](Matrix::cond), [`null_space`](Matrix::null_space) | [`Svd`]: A = U Σ Vᵀ |
//! | A⁺, the x of least ‖A x − b‖ | [`pinv`](Matrix::pinv), [`least_squares`](Matrix::least_squares) | [`Svd`], [`Qr`] |
//! | L⁻¹ b, U⁻¹ b of triangles | [`solve_lower`](Matrix::solve_lower), [`solve_upper`](Matrix::solve_upper), … | |
//! | e^A, Aⁿ | [`expm`](Matrix::expm), [`powi`](Matrix::powi) | |
//! | Σ aᵢᵢ; whether A Aᵀ = I | [`trace`](Matrix::trace), [`is_orthogonal`](Matrix::is_orthogonal) | |
//!
//! A factorisation is a struct whose memory is its factors. It is computed once, for many uses, and in place: a large one
//! is a [`boxed`](crate::boxed) of its type or a `static`, and never passes over the stack. There is no heap.
//!
//! Where a matrix must be square, another is a compile error. What no type can tell, singular, indefinite, NaN, is a
//! [`LinalgError`], which names the operation; NaN is never a result. The derivatives are in [`op`](crate::op).
//!
//! **Symmetric matrices.** [`cholesky`](Matrix::cholesky) and [`eigen`](Matrix::eigen) are functions of the symmetric part
//! (A + Aᵀ)/2. A matrix that is far from symmetric is a mistake, and refused: one with an element that differs from its mirror
//! image by more than ⁴√ε of the largest magnitude. Less is rounding, or the step of a difference quotient.
//!
//! **How singular is singular.** As in LAPACK, a system is refused where a pivot is exactly 0. Rounding makes
//! other pivots of singular matrices, too, and then the solution is large: ask [`cond`](Matrix::cond) or
//! [`rank`](Matrix::rank) where that matters, and use [`pinv`](Matrix::pinv) or [`least_squares`](Matrix::least_squares).

mod cholesky;
mod complete_lu;
mod eigen;
mod elimination;
mod error;
mod exponential;
mod jacobi;
mod lu;
mod power;
mod pseudo_inverse;
mod qr;
mod rank;
mod right_side;
mod rows;
mod svd;
mod systems;
mod triangular;

pub use cholesky::Cholesky;
pub use complete_lu::CompleteLu;
pub use eigen::SymmetricEigen;
pub use error::{LinalgError, Problem};
pub(crate) use exponential::{exponential, exponential_derivative};
pub use lu::Lu;
pub(crate) use power::{power_derivative, try_power};
pub use qr::Qr;
pub use right_side::RightSide;
pub(crate) use rows::{dot, multiply, multiply_trace, transpose};
pub use svd::Svd;
pub(crate) use triangular::{Diagonal, lower};

#[cfg(doc)]
use crate::Matrix;
