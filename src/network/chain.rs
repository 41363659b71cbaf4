//! Tuples of up to 8 layers are networks; tuples nest. Each length costs every build, and a line in some messages.

use crate::shape::Shape;

/// `X: Follows<Before>` holds where a layer that takes `X` may follow one that returns `Before`: where they are the
/// same.
///
/// ```
/// use typograd::network::{Follows, InputOf, OutputOf};
/// use typograd::prelude::*;
/// use typograd::shape::SameAs;
///
/// /// Two layers, one after the other, for any two that fit.
/// fn both<A: Layer, B: Layer<Elem = A::Elem>>(x: &InputOf<A>, first: &A, second: &B) -> OutputOf<B>
/// where
///     A::Out: SameAs<B::In>,
///     B::In: Follows<A::Out>,
/// {
///     second.forward(first.forward(x).same())
/// }
///
/// let (relu, softmax) = (Activate::<Relu, (D<2>,)>::default(), Activate::<Softmax, _>::default());
/// assert_eq!(both(&Vector::from([-1.0, 0.0]), &relu, &softmax), Vector::from([0.5, 0.5]));
/// ```
#[diagnostic::on_unimplemented(
    message = "a layer that takes the shape `{Self}` cannot follow one that returns `{Before}`",
    label = "the layers of a network run in order: each must take what the one before it returns"
)]
pub trait Follows<Before>: Shape {}

impl<X: Shape> Follows<X> for X {}

typograd_macros::tuple_networks!(8);
