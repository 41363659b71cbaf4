//! Computed lengths under the name of a literal dimension, which is what a message shows: `D<26>`.

use super::D;

/// The dimension of a length: `D<N>` up to 1,024, and `Or` above, where there is no literal for every length.
pub trait Literal<Or> {
    /// It.
    type Dim;
}

typograd_macros::literal_dims!();
