//! The types of derivatives: the axes of the result, then those of the variable.

use super::Value;
use crate::Element;
use crate::dim::Dim;
use crate::shape::{Row, Shape};
use crate::tensor::Tensor;

/// `O: Beside<I>` names the shape of ∂y/∂x, for y of shape `O` and x of shape `I`: the axes of y, then those of x.
///
/// The derivative of a number in a vector is a row; together, y and x have at most four axes.
///
/// ```
/// use typograd::calculus::Beside;
/// use typograd::prelude::*;
///
/// type Shapes = <(D<2>,) as Beside<(D<3>, D<4>)>>::Out; // of a vector, in a matrix
/// assert_eq!(Tensor::<Shapes>::shape().to_string(), "2 × 3 × 4");
/// ```
#[diagnostic::on_unimplemented(
    message = "a derivative of shape `{Self}` by `{I}` would have more than four axes",
    label = "the result and the variable have four axes together, at most"
)]
pub trait Beside<I: Shape>: Shape {
    /// The shape of the derivative.
    type Out: Shape;
}

macro_rules! beside {
    ($([$($dim:ident)*] $out:ty, $in:ty => $shape:ty;)*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<$($dim: Dim),*> Beside<$in> for $out {
                type Out = $shape;
            }
        )*
    };
}

beside! {
    [] (), () => ();
    [A] (), (A,) => Row<A>;
    [A] (), Row<A> => Row<A>;
    [A B] (), (A, B) => (A, B);
    [A B C] (), (A, B, C) => (A, B, C);
    [A B C E] (), (A, B, C, E) => (A, B, C, E);
    [A] (A,), () => (A,);
    [A X] (A,), (X,) => (A, X);
    [A X] (A,), Row<X> => (A, X);
    [A X Y] (A,), (X, Y) => (A, X, Y);
    [A X Y Z] (A,), (X, Y, Z) => (A, X, Y, Z);
    [A] Row<A>, () => Row<A>;
    [A X] Row<A>, (X,) => (A, X);
    [A X] Row<A>, Row<X> => (A, X);
    [A X Y] Row<A>, (X, Y) => (A, X, Y);
    [A X Y Z] Row<A>, (X, Y, Z) => (A, X, Y, Z);
    [A B] (A, B), () => (A, B);
    [A B X] (A, B), (X,) => (A, B, X);
    [A B X] (A, B), Row<X> => (A, B, X);
    [A B X Y] (A, B), (X, Y) => (A, B, X, Y);
    [A B C] (A, B, C), () => (A, B, C);
    [A B C X] (A, B, C), (X,) => (A, B, C, X);
    [A B C X] (A, B, C), Row<X> => (A, B, C, X);
    [A B C E] (A, B, C, E), () => (A, B, C, E);
}

/// The derivative of a value of this type in one of type `X`: outputs × inputs.
///
/// ```
/// use typograd::calculus::DerivativeIn;
/// use typograd::prelude::*;
///
/// fn is_jacobian(j: <Vector<D<2>> as DerivativeIn<Vector<D<3>>>>::Out) -> Jacobian<D<2>, D<3>> {
///     j
/// }
/// # let _ = is_jacobian;
/// ```
pub trait DerivativeIn<X: Value>: Value {
    /// A number for numbers, else a tensor of the shape that [`Beside`] names.
    type Out: Value<Elem = Self::Elem>;
}

#[diagnostic::do_not_recommend]
impl<O: Beside<I>, I: Shape, T: Element> DerivativeIn<Tensor<I, T>> for Tensor<O, T> {
    type Out = Tensor<<O as Beside<I>>::Out, T>;
}

#[diagnostic::do_not_recommend]
impl<O: Beside<()>, T: Element> DerivativeIn<T> for Tensor<O, T> {
    type Out = Tensor<<O as Beside<()>>::Out, T>;
}

#[diagnostic::do_not_recommend]
impl<I: Shape, T: Element> DerivativeIn<Tensor<I, T>> for T
where
    (): Beside<I>,
{
    type Out = Tensor<<() as Beside<I>>::Out, T>;
}

#[diagnostic::do_not_recommend]
impl<T: Element> DerivativeIn<T> for T {
    type Out = T;
}
