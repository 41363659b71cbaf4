//! Layers in a row. Tuples of up to 8 layers are networks; tuples nest. Each length costs every build, and a line in some
//! messages.

use super::Layer;
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

/// A network that says of which layers it is made, for what is done with them one by one beside the ladder. There is no bound on
/// them here: whoever needs one asks for it in the [`Links`], and so a network without it does not pay.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no form in 8 bits",
    label = "these have one: `Dense`, `DenseNoBias`, `DenseTransposed`, `Activate`, with a `QuantizedActivation`; `Dropout`, `Flatten`; networks of these"
)]
pub trait Chain: Layer {
    /// The layers as nested pairs, `(First, (Second, ()))`.
    type Links: Links;

    /// Them.
    fn links(&self) -> <Self::Links as Links>::Refs<'_>;
}

/// Nested pairs of layers.
#[doc(hidden)]
pub trait Links: 'static {
    /// The same of references.
    type Refs<'a>;
}

impl Links for () {
    type Refs<'a> = ();
}

impl<A: 'static, R: Links> Links for (A, R) {
    type Refs<'a> = (&'a A, R::Refs<'a>);
}

typograd_macros::tuple_networks!(8);
