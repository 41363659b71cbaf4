//! What may stand on the right of a system of linear equations.

use crate::dim::Dim;
use crate::shape::Shape;

/// `S: RightSide<N>` holds where a tensor of shape `S` can be on the right of `N` equations: a vector of length `N`, or a
/// matrix of `N` rows, each column of which is a right side of its own.
///
/// ```
/// use typograd::{linalg::RightSide, prelude::*};
///
/// fn residual<N: Dim, S: RightSide<N, Solution<N> = S>>(a: &Matrix<N, N>, b: &Tensor<S>) -> f32 {
///     a.solve(b).map_or(f32::NAN, |x| (x - b).norm())
/// }
///
/// assert_eq!(residual(&Matrix::<D<2>, D<2>>::identity(), &Vector::ones()), 0.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "a system of `{N}` equations cannot have the shape `{Self}` on its right",
    label = "expected a vector of length `{N}`, or a matrix of `{N}` rows"
)]
pub trait RightSide<N: Dim>: Shape {
    /// The shape of the solution in `C` unknowns.
    type Solution<C: Dim>: Shape;
}

#[diagnostic::do_not_recommend]
impl<N: Dim> RightSide<N> for (N,) {
    type Solution<C: Dim> = (C,);
}

#[diagnostic::do_not_recommend]
impl<N: Dim, K: Dim> RightSide<N> for (N, K) {
    type Solution<C: Dim> = (C, K);
}
