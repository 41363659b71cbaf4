//! Channels in groups of equal size.

use core::ops::{Div, Rem};

use typenum::{Mod, Quot, U0};

use super::{Dim, Length, Literal};

/// `C: Grouped<G>` holds where `C` channels can be divided into `G` groups of equal size.
///
/// ```
/// use typograd::dim::Grouped;
/// use typograd::prelude::*;
///
/// let _: Vector<D<3>> = Vector::<<D<12> as Grouped<D<4>>>::Each>::zeros();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` channels cannot be divided into `{G}` groups of equal size",
    label = "the number of groups, `{G}`, must divide `{Self}`"
)]
pub trait Grouped<G: Dim>: Dim {
    /// The channels of one group.
    type Each: Dim;
}

#[diagnostic::do_not_recommend]
impl<C: Dim, G: Dim> Grouped<G> for C
where
    C::Len: Rem<G::Len> + Div<G::Len>,
    Mod<C::Len, G::Len>: Zero,
    Quot<C::Len, G::Len>: Length + Literal,
    <Quot<C::Len, G::Len> as Literal>::Dim: Dim,
{
    type Each = <Quot<C::Len, G::Len> as Literal>::Dim;
}

/// typenum's zero: what is left of a division that comes out even.
pub trait Zero {}

impl Zero for U0 {}
