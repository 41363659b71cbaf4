//! Computed lengths under the name of a literal dimension, which is what a message shows: `D<26>`.

use super::D;
use super::digits::Large;

/// The dimension of a length: `D<N>` up to 1,024, and above its digits, as there is no literal for every length.
pub trait Literal {
    /// It.
    type Dim;
}

typograd_macros::literal_dims!();
