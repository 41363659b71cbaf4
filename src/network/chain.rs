//! Tuples of layers are networks.

use crate::shape::Shape;

/// `X: Follows<Before>` holds where a layer that takes `X` may follow one that returns `Before`: where they are the
/// same.
#[diagnostic::on_unimplemented(
    message = "a layer that takes the shape `{Self}` cannot follow one that returns `{Before}`",
    label = "the layers of a network run in order: each must take what the one before it returns"
)]
pub trait Follows<Before>: Shape {}

impl<X: Shape> Follows<X> for X {}

typograd_macros::tuple_networks!(12);
