//! Channels in groups of equal size.

use core::ops::{Div, Rem};

use typenum::{Eq, IsEqual, Max, Maximum, Mod, Quot, U0};

use super::{Dim, Fit, Length, Literal};

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
    C::Len: Rem<G::Len> + Max<G::Len>,
    Mod<C::Len, G::Len>: IsEqual<U0>,
    Eq<Mod<C::Len, G::Len>, U0>: Fit,
    Maximum<C::Len, G::Len>: Div<G::Len>,
    Quot<Maximum<C::Len, G::Len>, G::Len>: Length + Literal,
    <Quot<Maximum<C::Len, G::Len>, G::Len> as Literal>::Dim: Dim,
{
    type Fits = Eq<Mod<C::Len, G::Len>, U0>;
    type Each = <Quot<Maximum<C::Len, G::Len>, G::Len> as Literal>::Dim;
}
