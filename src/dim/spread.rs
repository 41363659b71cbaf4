//! Windows that are spread from every element, as a transposed convolution does: how many elements they cover.

use core::ops::{Add, Mul, Sub};

use typenum::{
    B1, Const, Diff, Gr, IsGreater, IsLess, Le, Max, Maximum, NonZero, Prod, Sum, ToUInt, U, U0,
    U1, Unsigned,
};

use super::{Dim, Fit, Literal, Pad, Padding, Valid};

/// `N: Spreads<K, S, E, P, X>` holds where windows of `K`, `E` apart, spread `S` apart from `N` elements, cover more than the
/// padding `P` that is cut off: (N − 1) S + E (K − 1) + 1 − padding + extra elements, as in PyTorch. `X` says how many
/// stand behind, fewer than `S`: `Valid` for none, or [`Pad`].
///
/// ```
/// use typograd::dim::{Pad, Spreads};
/// use typograd::prelude::*;
///
/// type Out = <D<4> as Spreads<D<3>, D<2>, D<1>, Pad<1>, Pad<1>>>::Out;
///
/// let _: Vector<D<8>> = Vector::<Out>::zeros(); // 3 · 2 + 3 − 2 + 1
/// ```
#[diagnostic::on_unimplemented(
    message = "windows of `{K}` spread from `{Self}`, `{S}` apart, leave nothing of their padding `{P}`, or `{X}` is no less than `{S}`",
    label = "expected less padding than the windows cover, and less behind, `{X}`, than the stride `{S}`"
)]
pub trait Spreads<K: Dim, S: Dim, E: Dim, P, X>: Spreading<K, S, E, P, X, Fits = B1> {
    /// The dimension of what is covered: a literal up to 1,024, and above [`Digits4`](super::Digits4) and its like.
    type Out: Dim;
}

#[diagnostic::do_not_recommend]
impl<K: Dim, S: Dim, E: Dim, P, X, N: Spreading<K, S, E, P, X, Fits = B1>> Spreads<K, S, E, P, X>
    for N
{
    type Out = N::Covered;
}

/// As [`Spreads`], for every window: whether it fits, and if it does not, as many elements as it is spread from, so that what
/// follows may well fit.
///
/// ```
/// use typograd::dim::{Pad, Spreading, Valid};
/// use typograd::prelude::*;
///
/// type Covered<P> = <D<2> as Spreading<D<3>, D<1>, D<1>, P, Valid>>::Covered;
///
/// assert_eq!((Covered::<Pad<1>>::LEN, Covered::<Valid>::LEN), (2, 4));
/// assert_eq!(Covered::<Pad<2>>::LEN, 2); // which leaves nothing
/// ```
#[diagnostic::on_unimplemented(
    message = "no windows of `{K}` are spread from `{Self}`, `{S}` apart, with the padding `{P}`, `{X}` behind and the dilation `{E}`",
    label = "expected the size, the stride and the dilation of a window to be at least 1"
)]
pub trait Spreading<K: Dim, S: Dim, E: Dim, P, X>: Dim {
    /// Whether something is left of the padding, and `X` is less than the stride.
    type Fits: Fit;

    /// The dimension of what is covered.
    type Covered: Dim;

    /// How many elements are cut off before the first.
    const BEFORE: usize;
}

/// How many elements stand behind.
pub trait Extra<S: Dim> {
    /// Their number.
    type Count: Unsigned;
    /// Whether they are fewer than the stride.
    type Suits: Fit;
}

impl<S: Dim> Extra<S> for Valid {
    type Count = U0;
    type Suits = B1;
}

impl<S: Dim, const N: usize> Extra<S> for Pad<N>
where
    Const<N>: ToUInt,
    U<N>: Unsigned + IsLess<S::Len>,
    Le<U<N>, S::Len>: Fit,
{
    type Count = U<N>;
    type Suits = Le<U<N>, S::Len>;
}

/// What `Spreading` computes: (N S + E K + 1 + extra) − (S + E + padding).
pub trait Covers<K, S, E, P, X> {
    /// Whether the sizes fit.
    type Fits: Fit;
    /// The number of elements.
    type Count;
}

/// N S + E K + 1 + extra.
type Whole<N, K, S, E, X> = Sum<
    Sum<
        Sum<Prod<<N as Dim>::Len, <S as Dim>::Len>, Prod<<E as Dim>::Len, <K as Dim>::Len>>,
        <X as Extra<S>>::Count,
    >,
    U1,
>;
/// S + E + padding.
type Less<K, S, E, P> = Sum<Sum<<S as Dim>::Len, <E as Dim>::Len>, <P as Padding<K, S, E>>::Total>;
/// The whole, or if nothing of it would be left what leaves one.
type Taken<N, K, S, E, P, X> = Maximum<Whole<N, K, S, E, X>, Sum<Less<K, S, E, P>, U1>>;

impl<N: Dim, K: Dim, S: Dim, E: Dim, P: Padding<K, S, E>, X: Extra<S>> Covers<K, S, E, P, X> for N
where
    N::Len: Mul<S::Len>,
    E::Len: Mul<K::Len>,
    Prod<N::Len, S::Len>: Add<Prod<E::Len, K::Len>>,
    Sum<Prod<N::Len, S::Len>, Prod<E::Len, K::Len>>: Add<X::Count>,
    Sum<Sum<Prod<N::Len, S::Len>, Prod<E::Len, K::Len>>, X::Count>: Add<U1>,
    S::Len: Add<E::Len>,
    Sum<S::Len, E::Len>: Add<P::Total>,
    Less<K, S, E, P>: Add<U1>,
    Whole<N, K, S, E, X>: Max<Sum<Less<K, S, E, P>, U1>> + IsGreater<Less<K, S, E, P>>,
    Gr<Whole<N, K, S, E, X>, Less<K, S, E, P>>: Fit,
    Taken<N, K, S, E, P, X>: Sub<Less<K, S, E, P>>,
{
    type Fits =
        <<P::Suits as Fit>::And<X::Suits> as Fit>::And<Gr<Whole<N, K, S, E, X>, Less<K, S, E, P>>>;
    type Count = Diff<Taken<N, K, S, E, P, X>, Less<K, S, E, P>>;
}

#[diagnostic::do_not_recommend]
impl<N: Dim, K: Dim, S: Dim, E: Dim, P: Padding<K, S, E>, X> Spreading<K, S, E, P, X> for N
where
    N: Covers<K, S, E, P, X>,
    N::Count: Unsigned + NonZero + Literal,
    <N::Count as Literal>::Dim: Dim,
{
    type Fits = <N as Covers<K, S, E, P, X>>::Fits;
    type Covered = <<N as Covers<K, S, E, P, X>>::Fits as Fit>::Pick<<N::Count as Literal>::Dim, N>;
    const BEFORE: usize = P::BEFORE;
}
