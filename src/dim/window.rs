//! Windows that slide over a dimension: how many places there are for one. That is computed here, and nowhere else.

use core::ops::{Add, Mul};

use typenum::{Add1, B0, B1, Prod, Sum, U1, UInt, UTerm};

use super::divide::{Minus, Negative, Over};
use super::{D, Dim, Fit, Literal, Padding};

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
pub trait Slides<K: Dim, S: Dim, E: Dim, P>: Sliding<K, S, E, P, Fits = B1> {
    /// The dimension of the places: a literal up to 1,024, and above [`Digits4`](super::Digits4) and its like.
    type Out: Dim;
}

#[diagnostic::do_not_recommend]
impl<K: Dim, S: Dim, E: Dim, P, N: Sliding<K, S, E, P, Fits = B1>> Slides<K, S, E, P> for N {
    type Out = N::Places;
}

/// As [`Slides`], for every window: whether it fits, and if it does not, as many places as there are elements, so that what
/// follows may well fit.
///
/// ```
/// use typograd::dim::{Sliding, Valid};
/// use typograd::prelude::*;
///
/// assert_eq!(<D<4> as Sliding<D<3>, D<1>, D<1>, Valid>>::Places::LEN, 2);
/// assert_eq!(<D<4> as Sliding<D<5>, D<1>, D<1>, Valid>>::Places::LEN, 4); // which does not fit
/// ```
#[diagnostic::on_unimplemented(
    message = "there are no windows of `{K}` on `{Self}` with the padding `{P}`, the stride `{S}` and the dilation `{E}`",
    label = "expected the size, the stride and the dilation of a window to be at least 1"
)]
pub trait Sliding<K: Dim, S: Dim, E: Dim, P>: Dim {
    /// Whether the window fits.
    type Fits: Fit;

    /// The dimension of the places.
    type Places: Dim;

    /// How many elements of the padding stand before the first element.
    const BEFORE: usize;
}

/// N + padding + E − (E K + 1), all of typenum's numbers: a window of K, E apart, needs E (K − 1) + 1 elements.
pub trait Slack<Total, K, E> {
    /// It, or [`Negative`].
    type Difference;
}

impl<N, Total, K, E> Slack<Total, K, E> for N
where
    N: Add<Total, Output: Add<E, Output: Minus<Sum<Prod<E, K>, U1>, B0>>>,
    E: Mul<K, Output: Add<U1>>,
{
    type Difference = <Sum<Sum<N, Total>, E> as Minus<Sum<Prod<E, K>, U1>, B0>>::Difference;
}

/// The slack of a window.
type SlackOf<N, K, E, P, S> = <<N as Dim>::Len as Slack<
    <P as Padding<K, S, E>>::Total,
    <K as Dim>::Len,
    <E as Dim>::Len,
>>::Difference;

/// Whether a window fits, by its slack, and ⌊slack / S⌋ + 1 as a dimension; some dimension if it does not.
pub trait PlacesBy<S> {
    /// Whether the slack is not negative.
    type Fits: Fit;
    /// The dimension.
    type Dim: Dim;
}

impl<S> PlacesBy<S> for Negative {
    type Fits = B0;
    type Dim = D<1>;
}

impl<S> PlacesBy<S> for UTerm {
    type Fits = B1;
    type Dim = D<1>;
}

impl<High, Bit, S> PlacesBy<S> for UInt<High, Bit>
where
    Self: Over<S, Quotient: Add<B1, Output: Literal<Dim: Dim>>>,
{
    type Fits = B1;
    type Dim = <Add1<<Self as Over<S>>::Quotient> as Literal>::Dim;
}

#[diagnostic::do_not_recommend]
impl<N: Dim, K: Dim, S: Dim, E: Dim, P: Padding<K, S, E>> Sliding<K, S, E, P> for N
where
    N::Len: Slack<P::Total, K::Len, E::Len, Difference: PlacesBy<S::Len>>,
{
    type Fits = <P::Suits as Fit>::And<<SlackOf<N, K, E, P, S> as PlacesBy<S::Len>>::Fits>;
    type Places = <Self::Fits as Fit>::Pick<<SlackOf<N, K, E, P, S> as PlacesBy<S::Len>>::Dim, N>;
    const BEFORE: usize = P::BEFORE;
}
