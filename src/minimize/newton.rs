//! Newton's method.

use core::fmt;

use super::backtracking::Backtracking;
use super::line::LineSearch;
use super::method::{At, Direction, FirstStep, Method, Taken};
use super::objective::Hessian;
use super::space::scale;
use crate::Element;
use crate::dim::Dim;
use crate::linalg::Cholesky;
use crate::tensor::{Matrix, Vector};
use crate::zeroed::zeroed_parts;

/// Along d = −(∇²f + τ I)⁻¹ ∇f, where τ = 0 if the Hessian is positive definite.
///
/// Near a minimum it converges quadratically. Where the Hessian is not positive definite, its Cholesky factorisation fails,
/// and τ grows until it does not: Nocedal & Wright, algorithm 3.3. The function is to be a [`Hessian`]; see
/// [`WithHessian`](super::WithHessian) for an example. It stores two
/// matrices. A Hessian that is not finite, or not symmetric, makes way for steepest descent.
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
pub struct Curvature<N: Dim, T: Element> {
    hessian: Matrix<N, N, T>,
    cholesky: Cholesky<N, T>,
    solution: Vector<N, T>,
}

zeroed_parts!(Curvature[N: Dim, T: Element][N, T] { hessian, cholesky, solution });

impl<N: Dim, T: Element> fmt::Debug for Curvature<N, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Curvature").finish_non_exhaustive()
    }
}

impl<N: Dim, T: Element> Curvature<N, T> {
    /// Factors ∇²f + τ I, for the first τ of a growing sequence for which that is positive definite.
    fn factor(&mut self) -> bool {
        let least_entry = self.hessian.diagonal().min();
        // The Frobenius norm is no smaller than any eigenvalue's magnitude: τ ends.
        let norm = self.hessian.norm();
        if !norm.is_finite() {
            return false;
        }
        let least = T::from_f64(1e-2) * norm;
        let (mut shift, mut next) = (T::zero(), T::zero());
        if least_entry <= T::zero() {
            next = least - least_entry;
        }
        loop {
            for i in 0..N::LEN {
                self.hessian[(i, i)] += next - shift;
            }
            shift = next;
            if self.cholesky.factor(&self.hessian).is_ok() && self.is_definite() {
                return true;
            }
            if shift >= norm + norm {
                return false; // zeros alone, or not symmetric
            }
            next = (shift + shift).max(least);
        }
    }

    /// Whether no pivot of the factor is but rounding.
    fn is_definite(&self) -> bool {
        let l = self.cholesky.l();
        (0..N::LEN).all(|i| l[(i, i)].powi(2) > T::epsilon() * self.hessian[(i, i)])
    }
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
        state.solution.clone_from(direction);
        let solved = state.factor()
            && state
                .cholesky
                .solve_into(&state.solution, direction)
                .is_ok();
        if solved {
            FirstStep::One
        } else {
            // A Hessian of zeros, or one that is not finite, or not symmetric: steepest descent.
            direction.clone_from(&state.solution);
            FirstStep::FromDecrease
        }
    }

    fn learn(&self, _: &mut Curvature<N, T>, _: Taken<'_, Vector<N, T>>) {}
}
