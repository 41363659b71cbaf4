//! Channels in groups of equal size.

use typenum::{Max, Maximum};

use super::divide::{Divides, Over};
use super::{Dim, Fit, Literal};

/// `C` channels in `G` groups: whether they are of equal size, and the channels of each.
///
/// ```
/// use typograd::dim::Grouped;
/// use typograd::prelude::*;
///
/// let _: Vector<D<3>> = Vector::<<D<12> as Grouped<D<4>>>::Each>::zeros();
/// ```
pub trait Grouped<G: Dim>: Dim {
    /// Whether the groups are of equal size.
    type Fits: Fit;
    /// The channels of one group.
    type Each: Dim;
}

#[diagnostic::do_not_recommend]
impl<C: Dim, G: Dim> Grouped<G> for C
where
    C::Len: Divides<G::Len> + Max<G::Len>,
    Maximum<C::Len, G::Len>: Over<G::Len, Quotient: Literal<Dim: Dim>>,
{
    type Fits = <C::Len as Divides<G::Len>>::Exactly;
    type Each = <<Maximum<C::Len, G::Len> as Over<G::Len>>::Quotient as Literal>::Dim;
}
