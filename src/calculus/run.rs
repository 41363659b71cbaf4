//! What the code of `#[differentiable]` calls: rules of [`op`](crate::op) on tensors by value, whose types are inferred.

pub use super::give::{Give, GiveAgain, Given};
use super::{Dual, Over, Value};
use crate::kernel::{Store, vector};
use crate::linalg::LinalgError;
use crate::op::{
    Activation, Binary, BinaryOf, Copy, Differentiable, InPlace, Keeps, TryBinary, TryUnary, Unary,
    UnaryOf, Viewed as _, row_width,
};
use crate::shape::Shape;
use crate::tensor::Tensor;
use crate::{Element, Zeroed, zeroed};

/// A gradient to be written, if it is wanted.
pub type Slot<'a, S, T> = Option<(&'a mut Tensor<S, T>, Store<T>)>;

/// The shape of f(x).
type Of<R, X> = <<R as UnaryOf<X>>::Rule as Unary>::Out<X>;
/// The shape of f(a, b).
type OfTwo<R, A, B> = <<R as BinaryOf<A, B>>::Rule as Binary>::Out<A, B>;

/// The shape of numbers.
#[diagnostic::on_unimplemented(
    message = "only a number has a gradient, and this function returns a tensor",
    label = "a tensor has a `jacobian`, and `vjp` is the gradient of its product with δ"
)]
pub trait OfNumbers {}

impl OfNumbers for () {}

/// An adjoint, to be written by a function within another.
#[inline]
pub fn slot<S: Shape, R: Shape, T: Element>(
    gradient: &mut Tensor<S, T>,
    store: Store<T>,
) -> Slot<'_, R, T> {
    Some((Tensor::from_elements_mut(gradient.as_mut_slice()), store))
}

/// y = f(a, b).
#[inline]
pub fn binary<R: BinaryOf<A, B>, A: Shape, B: Shape, T: Element>(
    a: &Tensor<A, T>,
    b: &Tensor<B, T>,
) -> Tensor<OfTwo<R, A, B>, T> {
    let mut y = zeroed::<Tensor<OfTwo<R, A, B>, T>>();
    R::Rule::value::<A, B, T>(a.as_slice(), b.as_slice(), y.as_mut_slice(), Store::set());
    y
}

/// y = f(x).
#[inline]
pub fn unary<R: UnaryOf<X>, X: Shape, T: Element>(x: &Tensor<X, T>) -> Tensor<Of<R, X>, T> {
    let mut y = zeroed::<Tensor<Of<R, X>, T>>();
    R::Rule::value::<X, T>(x.as_slice(), y.as_mut_slice(), Store::set());
    y
}

/// c x, under the shape `R`.
#[inline]
pub fn copy<R: Shape, X: Shape, T: Element>(x: &Tensor<X, T>, factor: T) -> Tensor<R, T> {
    let mut y = zeroed::<Tensor<R, T>>();
    Copy::<R>::value::<X, T>(x.as_slice(), y.as_mut_slice(), Store::set().times(factor));
    y
}

/// c x.
#[inline]
pub fn scale<X: Shape, T: Element>(x: &Tensor<X, T>, factor: T) -> Tensor<X, T> {
    copy(x, factor)
}

/// x + c.
#[inline]
pub fn shift<X: Shape, T: Element>(x: &Tensor<X, T>, constant: T) -> Tensor<X, T> {
    let mut y = x.clone();
    y += constant;
    y
}

/// f(x), for a function that keeps the shape.
#[inline]
pub fn activation<F: Activation, X: Shape, T: Element>(x: &Tensor<X, T>) -> Tensor<X, T> {
    let mut y = x.clone();
    F::apply(y.as_mut_slice(), row_width::<X>());
    y
}

/// A value, and the factors of an operation of one.
pub type Factored<R, X, T> = (
    Tensor<<R as TryUnary>::Out<X>, T>,
    <R as TryUnary>::Factors<X, T>,
);

/// y = f(x), and what its derivatives are computed from, unless it fails.
#[inline]
pub fn attempt<R: TryUnary, X: Shape, T: Element>(
    x: &Tensor<X, T>,
) -> Result<Factored<R, X, T>, LinalgError> {
    let (mut y, mut factors) = (zeroed::<Tensor<R::Out<X>, T>>(), zeroed());
    R::value::<X, T>(x, &mut y, &mut factors)?;
    Ok((y, factors))
}

/// A value, and the factors of an operation of two.
pub type Solved<R, A, B, T> = (
    Tensor<<R as TryBinary>::Out<A, B>, T>,
    <R as TryBinary>::Factors<A, B, T>,
);

/// y = f(a, b), likewise.
#[inline]
pub fn attempt_two<R: TryBinary, A: Shape, B: Shape, T: Element>(
    a: &Tensor<A, T>,
    b: &Tensor<B, T>,
) -> Result<Solved<R, A, B, T>, LinalgError> {
    let (mut y, mut factors) = (zeroed::<Tensor<R::Out<A, B>, T>>(), zeroed());
    R::value::<A, B, T>(a, b, &mut y, &mut factors)?;
    Ok((y, factors))
}

/// a ← f(a, b).
#[inline]
pub fn assign<R: InPlace, A: Shape, B: Shape, T: Element>(a: &mut Tensor<A, T>, b: &Tensor<B, T>) {
    R::assign::<A, B, T>(a.view_mut(), b.view());
}

/// δ ← Jᵀ δ of a function that keeps the shape.
#[inline]
pub fn pull_back<F: Differentiable, X: Shape, T: Element>(
    x: &Tensor<X, T>,
    y: &Tensor<X, T>,
    delta: &mut Tensor<X, T>,
) {
    let kept = F::Keeps::choose(x, y).as_slice();
    F::pull_back(kept, delta.as_mut_slice(), row_width::<X>());
}

/// (∂f/∂a)ᵀ δ.
#[inline]
pub fn back_a<R: BinaryOf<A, B>, A: Shape, B: Shape, T: Element>(
    (a, b): (&Tensor<A, T>, &Tensor<B, T>),
    y: &Tensor<OfTwo<R, A, B>, T>,
    delta: &Tensor<OfTwo<R, A, B>, T>,
    da: &mut Tensor<A, T>,
    store: Store<T>,
) {
    let (a, b) = (a.as_slice(), b.as_slice());
    let (y, delta) = (y.as_slice(), delta.as_slice());
    R::Rule::vjp_a::<A, B, T>(a, b, y, delta, da.as_mut_slice(), store);
}

/// (∂f/∂b)ᵀ δ.
#[inline]
pub fn back_b<R: BinaryOf<A, B>, A: Shape, B: Shape, T: Element>(
    (a, b): (&Tensor<A, T>, &Tensor<B, T>),
    y: &Tensor<OfTwo<R, A, B>, T>,
    delta: &Tensor<OfTwo<R, A, B>, T>,
    db: &mut Tensor<B, T>,
    store: Store<T>,
) {
    let (a, b) = (a.as_slice(), b.as_slice());
    let (y, delta) = (y.as_slice(), delta.as_slice());
    R::Rule::vjp_b::<A, B, T>(a, b, y, delta, db.as_mut_slice(), store);
}

/// (∂f/∂x)ᵀ δ.
#[inline]
pub fn back<R: UnaryOf<X>, X: Shape, T: Element>(
    x: &Tensor<X, T>,
    y: &Tensor<Of<R, X>, T>,
    delta: &Tensor<Of<R, X>, T>,
    dx: &mut Tensor<X, T>,
    store: Store<T>,
) {
    let (x, y, delta) = (x.as_slice(), y.as_slice(), delta.as_slice());
    R::Rule::vjp::<X, T>(x, y, delta, dx.as_mut_slice(), store);
}

/// c δ, under the shape of x.
#[inline]
pub fn back_copy<X: Shape, Y: Shape, T: Element>(
    delta: &Tensor<Y, T>,
    factor: T,
    dx: &mut Tensor<X, T>,
    store: Store<T>,
) {
    vector::copy(delta.as_slice(), dx.as_mut_slice(), store.times(factor));
}

/// Jᵀ δ of a function that keeps the shape.
#[inline]
pub fn back_activation<F: Differentiable, X: Shape, T: Element>(
    x: &Tensor<X, T>,
    y: &Tensor<X, T>,
    delta: &Tensor<X, T>,
    dx: &mut Tensor<X, T>,
    store: Store<T>,
) {
    if store == Store::set() {
        dx.clone_from(delta);
        pull_back::<F, X, T>(x, y, dx);
    } else {
        let mut own = delta.clone();
        pull_back::<F, X, T>(x, y, &mut own);
        vector::copy(own.as_slice(), dx.as_mut_slice(), store);
    }
}

/// (∂f/∂a) ȧ.
#[inline]
pub fn along_a<R: BinaryOf<A, B>, A: Shape, B: Shape, T: Element>(
    (a, b): (&Tensor<A, T>, &Tensor<B, T>),
    y: &Tensor<OfTwo<R, A, B>, T>,
    ta: &Tensor<A, T>,
    ty: &mut Tensor<OfTwo<R, A, B>, T>,
    store: Store<T>,
) {
    let (a, b, y) = (a.as_slice(), b.as_slice(), y.as_slice());
    R::Rule::jvp_a::<A, B, T>(a, b, y, ta.as_slice(), ty.as_mut_slice(), store);
}

/// (∂f/∂b) ḃ.
#[inline]
pub fn along_b<R: BinaryOf<A, B>, A: Shape, B: Shape, T: Element>(
    (a, b): (&Tensor<A, T>, &Tensor<B, T>),
    y: &Tensor<OfTwo<R, A, B>, T>,
    tb: &Tensor<B, T>,
    ty: &mut Tensor<OfTwo<R, A, B>, T>,
    store: Store<T>,
) {
    let (a, b, y) = (a.as_slice(), b.as_slice(), y.as_slice());
    R::Rule::jvp_b::<A, B, T>(a, b, y, tb.as_slice(), ty.as_mut_slice(), store);
}

/// (∂f/∂x) ẋ.
#[inline]
pub fn along<R: UnaryOf<X>, X: Shape, T: Element>(
    x: &Tensor<X, T>,
    y: &Tensor<Of<R, X>, T>,
    tx: &Tensor<X, T>,
    ty: &mut Tensor<Of<R, X>, T>,
    store: Store<T>,
) {
    let (x, y, tx) = (x.as_slice(), y.as_slice(), tx.as_slice());
    R::Rule::jvp::<X, T>(x, y, tx, ty.as_mut_slice(), store);
}

/// J ẋ of a function that keeps the shape.
#[inline]
pub fn along_activation<F: Differentiable, X: Shape, T: Element>(
    x: &Tensor<X, T>,
    y: &Tensor<X, T>,
    tx: &Tensor<X, T>,
) -> Tensor<X, T> {
    let mut ty = tx.clone();
    let kept = F::Keeps::choose(x, y).as_slice();
    F::push_forward(kept, ty.as_mut_slice(), row_width::<X>());
    ty
}

/// A tensor of zeros, of the type of another.
#[inline]
pub fn zeros_like<S: Shape, T: Element>(_: &Tensor<S, T>) -> Tensor<S, T> {
    zeroed()
}

/// Zero bytes, of any type that may be.
#[inline]
pub fn nothing<X: Zeroed>() -> X {
    zeroed()
}

/// An adjoint under the shape that its value has here. The shapes are one, or the function itself does not compile.
#[inline]
pub fn like<'a, Y: Shape, O: Shape, T: Element>(
    _: &Tensor<Y, T>,
    delta: &'a Tensor<O, T>,
) -> &'a Tensor<Y, T> {
    delta.cast()
}

/// A value under the shape that the function declares for it.
#[inline]
pub fn returned<O: Shape, Y: Shape, T: Element>(y: Tensor<Y, T>) -> Tensor<O, T> {
    crate::__private::same_value(y)
}

/// A constant, among the numbers that the function is computed with.
#[inline]
pub fn lift<E, T: Over<E>>(constant: E) -> T {
    T::lift(constant)
}

/// A copy, by reference: what a function returns that returns its parameter.
#[inline]
pub fn own<S: Shape, T: Element>(x: &Tensor<S, T>) -> Tensor<S, T> {
    x.clone()
}

/// x + ε ẋ.
#[inline]
pub fn dual<S: Shape, T: Element>(
    x: &Tensor<S, T>,
    tx: Option<&Tensor<S, T>>,
) -> Tensor<S, Dual<T>> {
    let mut both = zeroed::<Tensor<S, Dual<T>>>();
    for (both, value) in both.as_mut_slice().iter_mut().zip(x.as_slice()) {
        both.value = *value;
    }
    if let Some(tx) = tx {
        for (both, tangent) in both.as_mut_slice().iter_mut().zip(tx.as_slice()) {
            both.tangent = *tangent;
        }
    }
    both
}

/// What stands before ε.
#[inline]
pub fn tangents<S: Shape, T: Element>(x: &Tensor<S, Dual<T>>, out: &mut Tensor<S, T>) {
    write_tangents(x, out.as_mut_slice());
}

fn write_tangents<S: Shape, T: Element>(x: &Tensor<S, Dual<T>>, out: &mut [T]) {
    for (out, both) in out.iter_mut().zip(x.as_slice()) {
        *out = both.tangent;
    }
}

/// Row `i` of a derivative, whose columns are those of x: as a tensor like x.
#[inline]
pub fn row<X: Shape, J: Value>(jacobian: &mut J, i: usize) -> &mut Tensor<X, J::Elem> {
    let elements = jacobian.as_tensor_mut().as_mut_slice();
    Tensor::from_elements_mut(&mut elements[i * X::LEN..(i + 1) * X::LEN])
}

/// The tangents of `x` as row `i` of a second derivative.
#[inline]
pub fn row_of_tangents<X: Shape, J: Value>(
    x: &Tensor<X, Dual<J::Elem>>,
    hessian: &mut J,
    i: usize,
) {
    write_tangents(x, row::<X, J>(hessian, i).as_mut_slice());
}

/// ε's factor of element `i`.
#[inline]
pub fn set_tangent<S: Shape, T: Element>(x: &mut Tensor<S, Dual<T>>, i: usize, tangent: T) {
    x.as_mut_slice()[i].tangent = tangent;
}

/// The unit tensor whose element `i` is 1.
#[inline]
pub fn unit<S: Shape, T: Element>(i: usize) -> Tensor<S, T> {
    let mut unit = zeroed::<Tensor<S, T>>();
    unit.as_mut_slice()[i] = T::one();
    unit
}

/// A `Result`, to name its error.
pub trait Outcome {
    /// The error.
    type Error;
}

impl<X, E> Outcome for Result<X, E> {
    type Error = E;
}
