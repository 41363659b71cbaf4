//! BFGS with limited memory.

use core::fmt;
use core::marker::PhantomData;

use num_traits::One;

use super::bfgs::step_and_change;
use super::line::LineSearch;
use super::method::{At, Direction, FirstStep, Method, Taken};
use super::objective::Objective;
use super::space::{Space, copy, dot, norm_squared, scale, store};
use super::strong_wolfe::StrongWolfe;
use crate::dim::{D, Dim};
use crate::kernel::Store;
use crate::tensor::Vector;
use crate::zeroed::zeroed_parts;

/// As [`Bfgs`](super::Bfgs), with the last `M` steps and changes of gradient in the place of the matrix: along d = −H ∇f,
/// where H follows from γ I, γ = sᵀy / yᵀy of the last step, by `M` updates.
///
/// Nocedal, *Updating quasi-Newton matrices with limited storage*, 1980; Nocedal & Wright, algorithms 7.4 and 7.5. It stores
/// 2 M points, 10 by default, and works on points of any kind, a network among them.
///
/// ```
/// use typograd::minimize::{Lbfgs, minimize};
/// use typograd::prelude::*;
///
/// // weights and a bias, together
/// let mut point = (Vector::<D<2>, f64>::zeros(), Scalar::zeros());
/// let targets = [([0.0, 0.0], 1.0), ([1.0, 0.0], 3.0), ([0.0, 1.0], 0.0)];
/// let squares = |(w, b): &(Vector<D<2>, f64>, Scalar<f64>), gradient: &mut (Vector<D<2>, f64>, Scalar<f64>)| {
///     *gradient = Default::default();
///     targets.iter().map(|(x, y)| {
///         let x = Vector::<D<2>, f64>::from(*x);
///         let residual = w.dot(&x) + b.value() - y;
///         gradient.0.add_scaled(2.0 * residual, &x);
///         gradient.1 += 2.0 * residual;
///         residual * residual
///     }).sum()
/// };
/// let outcome = minimize(&Lbfgs::<D<5>>::default(), squares, &mut point);
/// assert!(outcome.reason.is_converged(), "{outcome}");
/// assert!(point.0.is_close(&Vector::from([2.0, -1.0]), 1e-5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lbfgs<M = D<10>, L = StrongWolfe> {
    /// How far to go. By default [`StrongWolfe`] with c₂ = 0.9.
    pub line_search: L,
    history: PhantomData<M>,
}

impl<M: Dim, L: LineSearch> Lbfgs<M, L> {
    /// With a line search other than the default.
    ///
    /// ```
    /// use typograd::minimize::{Backtracking, Lbfgs};
    /// use typograd::prelude::*;
    ///
    /// let method = Lbfgs::<D<5>, _>::new(Backtracking::default());
    /// assert_eq!(method.line_search.contraction, 0.5);
    /// ```
    pub const fn new(line_search: L) -> Self {
        Self {
            line_search,
            history: PhantomData,
        }
    }
}

impl<M: Dim> Default for Lbfgs<M> {
    fn default() -> Self {
        Self::new(StrongWolfe::default())
    }
}

/// What [`Lbfgs`] remembers: the last `M` steps and changes of gradient, in a ring.
pub struct History<M: Dim, P: Space> {
    steps: Vector<M, P>,
    changes: Vector<M, P>,
    /// yᵀs of each.
    curvatures: Vector<M, P::Elem>,
    /// α of the two loops.
    shares: Vector<M, P::Elem>,
    /// γ.
    scale: P::Elem,
    stored: usize,
    next: usize,
}

zeroed_parts!(History[M: Dim, P: Space][M, P] {
    steps, changes, curvatures, shares, scale, stored, next
});

impl<M: Dim, P: Space> fmt::Debug for History<M, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("History")
            .field("stored", &self.stored)
            .finish_non_exhaustive()
    }
}

impl<P: Space, M: Dim, L: LineSearch> Method<P> for Lbfgs<M, L> {
    type State = History<M, P>;
    type LineSearch = L;

    fn line_search(&self) -> &L {
        &self.line_search
    }

    fn restart(&self, state: &mut History<M, P>) {
        (state.stored, state.next) = (0, 0);
    }
}

impl<P: Space, F: Objective<P>, M: Dim, L: LineSearch> Direction<P, F> for Lbfgs<M, L> {
    fn direction(
        &self,
        _: &mut F,
        history: &mut History<M, P>,
        at: At<'_, P>,
        direction: &mut P,
    ) -> FirstStep {
        copy(at.gradient, direction);
        // The two loops, newest to oldest and back (Nocedal & Wright, algorithm 7.4).
        let newest_first = (1..=history.stored).map(|back| (history.next + M::LEN - back) % M::LEN);
        let (steps, changes) = (history.steps.as_mut_slice(), history.changes.as_mut_slice());
        for i in newest_first.clone() {
            let share = dot(&mut steps[i], direction) / history.curvatures[i];
            history.shares[i] = share;
            store(&mut changes[i], direction, Store::add().times(-share));
        }
        if history.stored > 0 {
            scale(history.scale, direction);
        }
        for i in newest_first.rev() {
            let change = dot(&mut changes[i], direction) / history.curvatures[i];
            let share = history.shares[i] - change;
            store(&mut steps[i], direction, Store::add().times(share));
        }
        scale(-P::Elem::one(), direction);
        if history.stored > 0 {
            FirstStep::One
        } else {
            FirstStep::FromDecrease
        }
    }

    fn learn(&self, history: &mut History<M, P>, taken: Taken<'_, P>) {
        let Some((s, y, curvature)) = step_and_change(taken) else {
            return;
        };
        let i = history.next;
        copy(s, &mut history.steps.as_mut_slice()[i]);
        copy(y, &mut history.changes.as_mut_slice()[i]);
        history.curvatures[i] = curvature;
        history.scale = curvature / norm_squared(y);
        history.next = (i + 1) % M::LEN;
        history.stored = (history.stored + 1).min(M::LEN);
    }
}
