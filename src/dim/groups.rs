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
    Quot<C::Len, G::Len>: Length + Literal<Share<C, G>>,
    <Quot<C::Len, G::Len> as Literal<Share<C, G>>>::Dim: Dim,
{
    type Each = <Quot<C::Len, G::Len> as Literal<Share<C, G>>>::Dim;
}

/// typenum's zero: what is left of a division that comes out even.
pub trait Zero {}

impl Zero for U0 {}

/// The channels of one of `G` groups, of a number beyond the literals.
///
/// ```
/// use typograd::dim::Share;
/// use typograd::prelude::*;
///
/// dims! { Many = 3000; }
///
/// assert_eq!(Share::<Many, D<2>>::LEN, 1500);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share<C, G>(core::marker::PhantomData<(C, G)>);

#[diagnostic::do_not_recommend]
impl<C: Dim, G: Dim> Dim for Share<C, G>
where
    C::Len: Div<G::Len>,
    Quot<C::Len, G::Len>: Length,
{
    type Len = Quot<C::Len, G::Len>;
}
