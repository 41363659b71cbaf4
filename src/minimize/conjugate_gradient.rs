//! Nonlinear conjugate gradient.

use num_traits::{Float, One, Zero};

use super::line::LineSearch;
use super::method::{At, Direction, FirstStep, Method, Taken};
use super::objective::Objective;
use super::space::{Space, dot, norm_squared, scale, store};
use super::strong_wolfe::StrongWolfe;
use crate::Element;
use crate::kernel::Store;
use crate::zeroed::zeroed_parts;

/// Along d = −∇f + β d, where β = max(0, ∇fₖ₊₁ᵀ(∇fₖ₊₁ − ∇fₖ) / ‖∇fₖ‖²).
///
/// The method of Polak & Ribière (1969), with β held at 0 from below; begun anew where two gradients in a row are far from
/// orthogonal, |∇fₖ₊₁ᵀ∇fₖ| ≥ ½ ‖∇fₖ₊₁‖² (Powell, 1977), and after as many steps as there are coordinates (Nocedal &
/// Wright, section 5.2). It remembers one number. On a quadratic, with exact line searches, it ends after as many steps as the
/// Hessian has different eigenvalues.
///
/// ```
/// use typograd::minimize::{ConjugateGradient, StrongWolfe, minimize};
/// use typograd::prelude::*;
///
/// let exact = StrongWolfe { curvature: 1e-10, ..StrongWolfe::default() };
/// let mut x = Vector::<D<3>, f64>::from([1.0, 1.0, 1.0]);
/// let scale = Vector::<D<3>, f64>::from([1.0, 10.0, 100.0]);
/// let bowl = |x: &Vector<D<3>, f64>, gradient: &mut Vector<D<3>, f64>| {
///     *gradient = x.hadamard(&scale);
///     x.dot(gradient) / 2.0
/// };
/// let outcome = minimize(&ConjugateGradient { line_search: exact }, bowl, &mut x);
/// assert_eq!(outcome.iterations, 3);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConjugateGradient<L = StrongWolfe> {
    /// How far to go. By default [`StrongWolfe`] with c₂ = 0.1.
    pub line_search: L,
}

impl Default for ConjugateGradient {
    fn default() -> Self {
        Self {
            line_search: StrongWolfe {
                curvature: 0.1,
                ..StrongWolfe::default()
            },
        }
    }
}

/// What [`ConjugateGradient`] remembers: β, and how many steps ago it began anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct Conjugation<T> {
    beta: T,
    steps: usize,
}

zeroed_parts!(Conjugation[T: crate::Zeroed][T] { beta, steps });

impl<P: Space, L: LineSearch> Method<P> for ConjugateGradient<L> {
    type State = Conjugation<P::Elem>;
    type LineSearch = L;

    fn line_search(&self) -> &L {
        &self.line_search
    }

    fn restart(&self, state: &mut Conjugation<P::Elem>) {
        *state = Conjugation::default();
    }
}

impl<P: Space, F: Objective<P>, L: LineSearch> Direction<P, F> for ConjugateGradient<L> {
    fn direction(
        &self,
        _: &mut F,
        state: &mut Conjugation<P::Elem>,
        at: At<'_, P>,
        direction: &mut P,
    ) -> FirstStep {
        let keep = if state.beta.is_zero() {
            Store::set()
        } else {
            Store::add()
        };
        scale(state.beta, direction);
        store(at.gradient, direction, keep.times(-P::Elem::one()));
        FirstStep::FromDecrease
    }

    fn learn(&self, state: &mut Conjugation<P::Elem>, taken: Taken<'_, P>) {
        let Taken { before, after, .. } = taken;
        let squared = norm_squared(after);
        let across = dot(after, before);
        let polak_ribiere = (squared - across) / norm_squared(before);
        state.steps += 1;
        let far_from_orthogonal = across.abs() >= P::Elem::from_f64(0.5) * squared;
        if far_from_orthogonal || state.steps >= P::DIMENSION || !polak_ribiere.is_finite() {
            *state = Conjugation::default();
        } else {
            state.beta = polak_ribiere.max(P::Elem::zero());
        }
    }
}
