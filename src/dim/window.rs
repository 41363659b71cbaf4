//! Windows that slide over a dimension: how many places there are for one. The division is here, and nowhere else.

use core::marker::PhantomData;
use core::ops::{Add, Div, Mul, Sub};

use typenum::{Diff, NonZero, Prod, Quot, Sum, Unsigned};

use super::{Dim, Length, Literal, Padding};

/// The size, stride or dilation of a window on an image: one dimension for both, or `(Height, Width)`.
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = Conv2d<Image<D<1>, D<8>, D<8>>, D<1>, (D<3>, D<5>)>;
/// let _: Image<D<1>, D<6>, D<4>> = Conv::seeded(1).forward(&Image::zeros());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no size, stride or dilation of a window",
    label = "expected a dimension such as `D<3>`, or a pair `(D<3>, D<5>)` for height and width; each is at least 1"
)]
pub trait Pair: Copy + core::fmt::Debug + Default + PartialEq + Send + Sync + 'static {
    /// Along the height.
    type Height: Dim;
    /// Along the width.
    type Width: Dim;
}

#[diagnostic::do_not_recommend]
impl<N: Dim> Pair for N {
    type Height = N;
    type Width = N;
}

#[diagnostic::do_not_recommend]
impl<H: Dim, W: Dim> Pair for (H, W) {
    type Height = H;
    type Width = W;
}

/// `N: Slides<K, S, E, P>` holds where a window of `K` elements, `E` apart, fits into `N` elements and the padding `P`. It
/// is moved by `S`; there are ⌊(N + padding − E (K − 1) − 1) / S⌋ + 1 places for it, as in PyTorch.
///
/// ```
/// use typograd::dim::{Pad, Slides, Valid};
/// use typograd::prelude::*;
///
/// type Out<P> = <D<28> as Slides<D<5>, D<2>, D<1>, P>>::Out;
///
/// assert_eq!(Out::<Valid>::LEN, 12); // ⌊23 / 2⌋ + 1
/// let _: Vector<D<14>> = Vector::<Out<Pad<2>>>::zeros(); // ⌊27 / 2⌋ + 1
/// ```
#[diagnostic::on_unimplemented(
    message = "a window of `{K}` does not fit into `{Self}` with the padding `{P}`, the stride `{S}` and the dilation `{E}`",
    label = "a window of `{K}` must fit into `{Self}` and its padding, `{P}`"
)]
pub trait Slides<K: Dim, S: Dim, E: Dim, P>: Dim {
    /// The dimension of the places: a literal up to 1,024, and [`Slid`] above.
    type Out: Dim;

    /// How many elements of the padding stand before the first element.
    const BEFORE: usize;
}

/// A dimension that a window slid over, of a length beyond the literals.
///
/// ```
/// use typograd::dim::{Slid, Valid};
/// use typograd::prelude::*;
///
/// assert_eq!(Slid::<D<2048>, D<5>, D<1>, D<1>, Valid>::LEN, 2044);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slid<N, K, S, E, P>(PhantomData<(N, K, S, E, P)>);

/// What `Slides` computes: (N + padding + S − span) / S, where a window spans E K + 1 − E elements.
pub trait Places<K, S, E, P> {
    /// Their number.
    type Count;
}

impl<N: Dim, K: Dim, S: Dim, E: Dim, P: Padding<K, S, E>> Places<K, S, E, P> for N
where
    N::Len: Add<P::Total>,
    Sum<N::Len, P::Total>: Add<S::Len>,
    Sum<Sum<N::Len, P::Total>, S::Len>: Add<E::Len>,
    E::Len: Mul<K::Len>,
    Prod<E::Len, K::Len>: Add<typenum::U1>,
    Sum<Sum<Sum<N::Len, P::Total>, S::Len>, E::Len>: Sub<Sum<Prod<E::Len, K::Len>, typenum::U1>>,
    Diff<Sum<Sum<Sum<N::Len, P::Total>, S::Len>, E::Len>, Sum<Prod<E::Len, K::Len>, typenum::U1>>:
        Div<S::Len>,
{
    type Count = Quot<
        Diff<
            Sum<Sum<Sum<N::Len, P::Total>, S::Len>, E::Len>,
            Sum<Prod<E::Len, K::Len>, typenum::U1>,
        >,
        S::Len,
    >;
}

#[diagnostic::do_not_recommend]
impl<N, K, S, E, P> Dim for Slid<N, K, S, E, P>
where
    N: Places<K, S, E, P>,
    N::Count: Length,
    Self: Copy + core::fmt::Debug + Default + Ord + core::hash::Hash + Send + Sync + 'static,
{
    type Len = N::Count;
}

#[diagnostic::do_not_recommend]
impl<N: Dim, K: Dim, S: Dim, E: Dim, P: Padding<K, S, E>> Slides<K, S, E, P> for N
where
    N: Places<K, S, E, P>,
    N::Count: Unsigned + NonZero + Literal<Slid<N, K, S, E, P>>,
    <N::Count as Literal<Slid<N, K, S, E, P>>>::Dim: Dim,
{
    type Out = <N::Count as Literal<Slid<N, K, S, E, P>>>::Dim;
    const BEFORE: usize = P::BEFORE;
}
