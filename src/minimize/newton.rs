//! Newton's method.

use core::fmt;

use super::backtracking::Backtracking;
use super::line::LineSearch;
use super::method::{At, Direction, FirstStep, Method, Taken};
use super::objective::Hessian;
use super::space::scale;
use crate::dim::Dim;
use crate::tensor::{Matrix, Vector};
use crate::zeroed::zeroed_parts;
use crate::{Element, Zeroed};

/// Along d = −(∇²f + τ I)⁻¹ ∇f, where τ = 0 if the Hessian is positive definite.
///
/// Near a minimum it converges quadratically. Where the Hessian is not positive definite, its Cholesky factorisation fails,
/// and τ grows until it does not: Nocedal & Wright, algorithm 3.3. The function is to be a [`Hessian`]; see
/// [`WithHessian`](super::WithHessian) for an example. It stores two matrices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Newton<L = Backtracking> {
    /// How far to go. By default [`Backtracking`] from 1.
    pub line_search: L,
}

impl Default for Newton {
    fn default() -> Self {
        Self {
            line_search: Backtracking::default(),
        }
    }
}

/// What [`Newton`] works on: the Hessian, and its Cholesky factor.
pub struct Curvature<N: Dim, T> {
    hessian: Matrix<N, N, T>,
    factor: Matrix<N, N, T>,
}

zeroed_parts!(Curvature[N: Dim, T: Zeroed][N, T] { hessian, factor });

impl<N: Dim, T> fmt::Debug for Curvature<N, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Curvature").finish_non_exhaustive()
    }
}

impl<N: Dim, T: Element> Curvature<N, T> {
    /// L Lᵀ = ∇²f + τ I, for the first τ of a growing sequence for which there is one.
    fn factorize(&mut self) -> bool {
        let diagonal = self.hessian.diagonal();
        // The Frobenius norm is no smaller than any eigenvalue's magnitude: τ ends.
        let norm = self.hessian.norm();
        if !norm.is_finite() {
            return false;
        }
        let least = T::from_f64(1e-2) * norm;
        let mut shift = if diagonal.min() > T::zero() {
            T::zero()
        } else {
            least - diagonal.min()
        };
        loop {
            if cholesky(&self.hessian, shift, &mut self.factor) {
                return true;
            }
            if shift >= norm + norm {
                return false; // zeros alone
            }
            shift = (shift + shift).max(least);
        }
    }

    /// x ← L⁻ᵀ L⁻¹ x.
    fn solve(&self, x: &mut Vector<N, T>) {
        let l = &self.factor;
        for i in 0..N::LEN {
            let known: T = (0..i).map(|j| l[(i, j)] * x[j]).sum();
            x[i] = (x[i] - known) / l[(i, i)];
        }
        for i in (0..N::LEN).rev() {
            let known: T = (i + 1..N::LEN).map(|j| l[(j, i)] * x[j]).sum();
            x[i] = (x[i] - known) / l[(i, i)];
        }
    }
}

/// The lower triangle L of A + τ I = L Lᵀ, if that is positive definite.
fn cholesky<N: Dim, T: Element>(a: &Matrix<N, N, T>, shift: T, l: &mut Matrix<N, N, T>) -> bool {
    for i in 0..N::LEN {
        for j in 0..=i {
            let known: T = (0..j).map(|k| l[(i, k)] * l[(j, k)]).sum();
            if i == j {
                let pivot = a[(i, i)] + shift - known;
                let rounding = T::epsilon() * (a[(i, i)].abs() + shift);
                if pivot.is_nan() || pivot <= rounding {
                    return false;
                }
                l[(i, i)] = pivot.sqrt();
            } else {
                l[(i, j)] = (a[(i, j)] - known) / l[(j, j)];
            }
        }
    }
    true
}

impl<N: Dim, T: Element, L: LineSearch> Method<Vector<N, T>> for Newton<L> {
    type State = Curvature<N, T>;
    type LineSearch = L;

    fn line_search(&self) -> &L {
        &self.line_search
    }

    fn restart(&self, _: &mut Curvature<N, T>) {}
}

impl<N, T, F, L> Direction<Vector<N, T>, F> for Newton<L>
where
    N: Dim,
    T: Element,
    F: Hessian<N, T>,
    L: LineSearch,
{
    fn direction(
        &self,
        objective: &mut F,
        state: &mut Curvature<N, T>,
        at: At<'_, Vector<N, T>>,
        direction: &mut Vector<N, T>,
    ) -> FirstStep {
        objective.hessian(at.point, &mut state.hessian);
        at.evaluations.hessians += 1;
        direction.clone_from(at.gradient);
        scale(-T::one(), direction);
        if state.factorize() {
            state.solve(direction);
            FirstStep::One
        } else {
            FirstStep::FromDecrease // a Hessian of zeros, or one that is not finite
        }
    }

    fn learn(&self, _: &mut Curvature<N, T>, _: Taken<'_, Vector<N, T>>) {}
}
