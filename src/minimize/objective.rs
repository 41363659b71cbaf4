//! The functions to be minimised.

use super::space::Space;
use crate::Element;
use crate::dim::Dim;
use crate::tensor::{Matrix, Vector};

/// A differentiable function of a point `P`, to be made small.
///
/// A closure that writes the gradient and returns the value is one. So is a network's loss on a batch,
/// [`BatchLoss`](super::BatchLoss).
///
/// ```
/// use typograd::minimize::{ConjugateGradient, minimize};
/// use typograd::prelude::*;
///
/// let mut x = Vector::<D<2>, f64>::from([1.0, 1.0]);
/// // x₁² + 10 x₂²
/// let bowl = |x: &Vector<D<2>, f64>, gradient: &mut Vector<D<2>, f64>| {
///     *gradient = Vector::from([2.0 * x[0], 20.0 * x[1]]);
///     x[0] * x[0] + 10.0 * x[1] * x[1]
/// };
/// let outcome = minimize(&ConjugateGradient::default(), bowl, &mut x);
/// assert!(outcome.reason.is_converged() && x.norm_max() < 1e-5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function to be minimised over points `{P}`",
    label = "expected a closure `|x: &{P}, gradient: &mut {P}| -> value`, or `BatchLoss`",
    note = "the types of a closure's arguments must be written: `|x: &Vector<D<2>>, gradient: &mut Vector<D<2>>| …`"
)]
pub trait Objective<P: Space> {
    /// The value f(x); the gradient ∇f(x) overwrites `gradient`.
    ///
    /// ```
    /// use typograd::minimize::Objective;
    /// use typograd::prelude::*;
    ///
    /// let mut square = |x: &Vector<D<1>>, gradient: &mut Vector<D<1>>| {
    ///     gradient[0] = 2.0 * x[0];
    ///     x[0] * x[0]
    /// };
    /// let mut gradient = Vector::zeros();
    /// assert_eq!(square.value_and_gradient(&Vector::from([3.0]), &mut gradient), 9.0);
    /// assert_eq!(gradient[0], 6.0);
    /// ```
    fn value_and_gradient(&mut self, x: &P, gradient: &mut P) -> P::Elem;

    /// The value f(x) alone, where that costs less; `scratch` may be overwritten.
    ///
    /// ```
    /// use typograd::minimize::Objective;
    /// use typograd::prelude::*;
    ///
    /// let mut square = |x: &Vector<D<1>>, gradient: &mut Vector<D<1>>| {
    ///     gradient[0] = 2.0 * x[0];
    ///     x[0] * x[0]
    /// };
    /// assert_eq!(square.value(&Vector::from([3.0]), &mut Vector::zeros()), 9.0);
    /// ```
    fn value(&mut self, x: &P, scratch: &mut P) -> P::Elem {
        self.value_and_gradient(x, scratch)
    }
}

#[diagnostic::do_not_recommend]
impl<P: Space, F: FnMut(&P, &mut P) -> P::Elem> Objective<P> for F {
    fn value_and_gradient(&mut self, x: &P, gradient: &mut P) -> P::Elem {
        self(x, gradient)
    }
}

/// A function with second derivatives, which [`Newton`](super::Newton) needs.
///
/// See [`WithHessian`], which makes one of two closures.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no Hessian over `Vector<{N}, {T}>`, which Newton's method needs",
    label = "expected `WithHessian {{ function, hessian }}`"
)]
pub trait Hessian<N: Dim, T: Element>: Objective<Vector<N, T>> {
    /// Writes the symmetric matrix of second derivatives ∂²f/∂xᵢ∂xⱼ.
    fn hessian(&mut self, x: &Vector<N, T>, hessian: &mut Matrix<N, N, T>);
}

/// A function and its Hessian.
///
/// ```
/// use typograd::minimize::{Newton, WithHessian, minimize};
/// use typograd::prelude::*;
///
/// type Point = Vector<D<1>, f64>;
///
/// // eˣ − 2 x, whose minimum is at ln 2
/// let f = WithHessian {
///     function: |x: &Point, gradient: &mut Point| {
///         gradient[0] = x[0].exp() - 2.0;
///         x[0].exp() - 2.0 * x[0]
///     },
///     hessian: |x: &Point, hessian: &mut Matrix<D<1>, D<1>, f64>| hessian[(0, 0)] = x[0].exp(),
/// };
/// let mut x = Vector::from([0.0]);
/// let outcome = minimize(&Newton::default(), f, &mut x);
/// assert!((x[0] - 2_f64.ln()).abs() < 1e-5);
/// assert_eq!(outcome.evaluations.hessians, outcome.iterations);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct WithHessian<F, H> {
    /// The function: its value, and its gradient.
    pub function: F,
    /// Writes the Hessian at a point.
    pub hessian: H,
}

impl<P: Space, F: Objective<P>, H> Objective<P> for WithHessian<F, H> {
    fn value_and_gradient(&mut self, x: &P, gradient: &mut P) -> P::Elem {
        self.function.value_and_gradient(x, gradient)
    }

    fn value(&mut self, x: &P, scratch: &mut P) -> P::Elem {
        self.function.value(x, scratch)
    }
}

impl<N, T, F, H> Hessian<N, T> for WithHessian<F, H>
where
    N: Dim,
    T: Element,
    F: Objective<Vector<N, T>>,
    H: FnMut(&Vector<N, T>, &mut Matrix<N, N, T>),
{
    fn hessian(&mut self, x: &Vector<N, T>, hessian: &mut Matrix<N, N, T>) {
        (self.hessian)(x, hessian);
    }
}
