//! Windows that are spread from every element, as a transposed convolution does: how many elements they cover.

use core::ops::{Add, Mul, Sub};

use typenum::{Const, Diff, IsLess, NonZero, Prod, Sum, ToUInt, U, U0, U1, Unsigned};

use super::{Dim, Literal, Pad, Padding, True, Valid};

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
pub trait Spreads<K: Dim, S: Dim, E: Dim, P, X>: Dim {
    /// The dimension of what is covered: a literal up to 1,024, and above [`Digits4`](super::Digits4) and its like.
    type Out: Dim;

    /// How many elements are cut off before the first.
    const BEFORE: usize;
}

/// How many elements stand behind, fewer than the stride.
pub trait Extra<S: Dim> {
    /// Their number.
    type Count: Unsigned;
}

impl<S: Dim> Extra<S> for Valid {
    type Count = U0;
}

impl<S: Dim, const N: usize> Extra<S> for Pad<N>
where
    Const<N>: ToUInt,
    U<N>: Unsigned + IsLess<S::Len>,
    <U<N> as IsLess<S::Len>>::Output: True,
{
    type Count = U<N>;
}

/// What `Spreads` computes: (N S + E K + 1 + extra) − (S + E + padding).
pub trait Covers<K, S, E, P, X> {
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

impl<N: Dim, K: Dim, S: Dim, E: Dim, P: Padding<K, S, E>, X: Extra<S>> Covers<K, S, E, P, X> for N
where
    N::Len: Mul<S::Len>,
    E::Len: Mul<K::Len>,
    Prod<N::Len, S::Len>: Add<Prod<E::Len, K::Len>>,
    Sum<Prod<N::Len, S::Len>, Prod<E::Len, K::Len>>: Add<X::Count>,
    Sum<Sum<Prod<N::Len, S::Len>, Prod<E::Len, K::Len>>, X::Count>: Add<U1>,
    S::Len: Add<E::Len>,
    Sum<S::Len, E::Len>: Add<P::Total>,
    Whole<N, K, S, E, X>: Sub<Less<K, S, E, P>>,
{
    type Count = Diff<Whole<N, K, S, E, X>, Less<K, S, E, P>>;
}

#[diagnostic::do_not_recommend]
impl<N: Dim, K: Dim, S: Dim, E: Dim, P: Padding<K, S, E>, X> Spreads<K, S, E, P, X> for N
where
    N: Covers<K, S, E, P, X>,
    N::Count: NonZero + Literal,
    <N::Count as Literal>::Dim: Dim,
{
    type Out = <N::Count as Literal>::Dim;
    const BEFORE: usize = P::BEFORE;
}
