//! The method of Broyden, Fletcher, Goldfarb and Shanno.

use core::fmt;

use num_traits::{Float, One};

use super::line::LineSearch;
use super::method::{At, Direction, FirstStep, Method, Taken};
use super::objective::Objective;
use super::space::{norm, scale, store};
use super::strong_wolfe::StrongWolfe;
use crate::kernel::{Store, vector};
use crate::shape::Shape;
use crate::tensor::Tensor;
use crate::zeroed::zeroed_parts;
use crate::{Element, Zeroed};

/// Along d = −H ∇f, where H, an approximation of the inverse Hessian, learns from each step s and change of gradient y:
///
/// H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, with ρ = 1 / yᵀs.
///
/// Broyden, Fletcher, Goldfarb and Shanno (1970); Nocedal & Wright, algorithm 6.1. H begins as I; a step without curvature, yᵀs ≤ ε ‖y‖ ‖s‖, is not learnt from. It stores a matrix of n² numbers; for a network, see
/// [`Flattened`](super::Flattened), or [`Lbfgs`](super::Lbfgs).
///
/// ```
/// use typograd::minimize::{Bfgs, minimize};
/// use typograd::prelude::*;
///
/// type Point = Matrix<D<2>, D<2>, f64>;
///
/// // ‖X Xᵀ − A‖²: X becomes a square root of A
/// let a = Point::from([[2.0, 1.0], [1.0, 2.0]]);
/// let mut x = Point::identity();
/// let distance = |x: &Point, gradient: &mut Point| {
///     let residual = x * x.t() - &a;
///     *gradient = &residual * x * 4.0;
///     residual.norm_squared()
/// };
/// let outcome = minimize(&Bfgs::default(), distance, &mut x);
/// assert!(outcome.reason.is_converged(), "{outcome}");
/// assert!((&x * x.t()).is_close(&a, 1e-5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bfgs<L = StrongWolfe> {
    /// How far to go. By default [`StrongWolfe`] with c₂ = 0.9.
    pub line_search: L,
}

impl Default for Bfgs {
    fn default() -> Self {
        Self {
            line_search: StrongWolfe::default(),
        }
    }
}

/// What [`Bfgs`] remembers: an approximation of the inverse Hessian.
pub struct InverseHessian<S: Shape, T> {
    /// A row for each coordinate, of the shape of the point.
    rows: Tensor<S, Tensor<S, T>>,
    product: Tensor<S, T>,
    is_begun: bool,
}

zeroed_parts!(InverseHessian[S: Shape, T: Zeroed][S, T] { rows, product, is_begun });

impl<S: Shape, T> fmt::Debug for InverseHessian<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InverseHessian")
            .field("is_begun", &self.is_begun)
            .finish_non_exhaustive()
    }
}

impl<S: Shape, T: Element> InverseHessian<S, T> {
    /// y ← H x.
    fn times(rows: &Tensor<S, Tensor<S, T>>, x: &Tensor<S, T>, y: &mut Tensor<S, T>) {
        for (row, y) in rows.iter().zip(y) {
            *y = vector::dot(row.as_slice(), x.as_slice());
        }
    }
}

impl<S: Shape, T: Element, L: LineSearch> Method<Tensor<S, T>> for Bfgs<L> {
    type State = InverseHessian<S, T>;
    type LineSearch = L;

    fn line_search(&self) -> &L {
        &self.line_search
    }

    fn restart(&self, state: &mut InverseHessian<S, T>) {
        state.is_begun = false;
    }
}

impl<S, T, F, L> Direction<Tensor<S, T>, F> for Bfgs<L>
where
    S: Shape,
    T: Element,
    F: Objective<Tensor<S, T>>,
    L: LineSearch,
{
    fn direction(
        &self,
        _: &mut F,
        state: &mut InverseHessian<S, T>,
        at: At<'_, Tensor<S, T>>,
        direction: &mut Tensor<S, T>,
    ) -> FirstStep {
        if state.is_begun {
            InverseHessian::times(&state.rows, at.gradient, direction);
        } else {
            direction.clone_from(at.gradient);
        }
        scale(-T::one(), direction);
        if state.is_begun {
            FirstStep::One
        } else {
            FirstStep::FromDecrease
        }
    }

    fn learn(&self, state: &mut InverseHessian<S, T>, taken: Taken<'_, Tensor<S, T>>) {
        let InverseHessian {
            rows,
            product,
            is_begun,
        } = state;
        let Some((s, y, curvature)) = step_and_change(taken) else {
            return;
        };
        if !*is_begun {
            *is_begun = true;
            for (i, row) in rows.iter_mut().enumerate() {
                row.fill(T::zero());
                row.as_mut_slice()[i] = T::one();
            }
        }
        // H + (1 + ρ yᵀHy) ρ s sᵀ − ρ (H y sᵀ + s yᵀH)
        InverseHessian::times(rows, y, product);
        let rho = curvature.recip();
        let along = (T::one() + rho * vector::dot(y.as_slice(), product.as_slice())) * rho;
        for ((row, s_i), product_i) in rows.iter_mut().zip(&*s).zip(&*product) {
            row.add_scaled(along * *s_i - rho * *product_i, s);
            row.add_scaled(-rho * *s_i, product);
        }
    }
}

/// The step s, the change of gradient y, and yᵀs, where that is curvature enough to be learnt from.
pub(super) fn step_and_change<P: super::Space>(
    taken: Taken<'_, P>,
) -> Option<(&mut P, &mut P, P::Elem)> {
    let Taken {
        step,
        direction: s,
        before: y,
        after,
    } = taken;
    scale(step, s);
    scale(-P::Elem::one(), y);
    store(after, y, Store::add());
    let curvature = super::space::dot(s, y);
    let rounding = P::Elem::epsilon() * norm(s) * norm(y);
    (curvature > rounding && curvature.is_finite()).then_some((s, y, curvature))
}
