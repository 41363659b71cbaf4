//! Padding: zeros around an image, so that a window may begin before it and end behind it.

use core::fmt::Debug;
use core::hash::Hash;
use core::ops::{Add, Mul, Sub};

use typenum::{B1, Const, Diff, IsEqual, Prod, Sum, ToUInt, U, U0, U1, Unsigned};

use super::{Dim, Fit};

/// No padding: a window stays within the image.
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = Conv2d<Image<D<1>, D<28>, D<28>>, D<6>, D<5>, Relu, Valid>; // 28 − 5 + 1 = 24
/// let _: Image<D<6>, D<24>, D<24>> = Conv::seeded(1).forward(&Image::zeros());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Valid;

/// As much padding as keeps the size, for a stride of 1: E (K − 1) elements for a window of K with the dilation E, half of
/// them on either side; an odd one stands behind, as in PyTorch.
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = Conv2d<Image<D<1>, D<28>, D<28>>, D<6>, D<5>, Relu, Same>;
/// let _: Image<D<6>, D<28>, D<28>> = Conv::seeded(1).forward(&Image::zeros());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Same;

/// `N` elements of padding on every side.
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = Conv2d<Image<D<1>, D<28>, D<28>>, D<6>, D<5>, Relu, Pad<1>>; // 28 + 2 − 5 + 1 = 26
/// let _: Image<D<6>, D<26>, D<26>> = Conv::seeded(1).forward(&Image::zeros());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pad<const N: usize>;

/// Padding along one dimension for a window of `K` with the stride `S` and the dilation `E`: [`Valid`], [`Same`] or
/// [`Pad<N>`](Pad).
///
/// ```
/// use typograd::dim::{Padding, Same};
/// use typograd::prelude::*;
///
/// assert_eq!(<Same as Padding<D<4>, D<1>, D<1>>>::BEFORE, 1); // 3 elements: 1 before, 2 behind
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no padding for a window of `{K}` with the stride `{S}`",
    label = "expected `Valid`, `Pad<N>`, or where the stride is 1 `Same`"
)]
pub trait Padding<K: Dim, S: Dim, E: Dim>: 'static {
    /// The elements on both sides together, as a typenum integer.
    type Total: Unsigned;

    /// Whether it is one for such a stride.
    type Suits: Fit;

    /// How many of them stand before the first element.
    const BEFORE: usize;
}

impl<K: Dim, S: Dim, E: Dim> Padding<K, S, E> for Valid {
    type Total = U0;
    type Suits = B1;
    const BEFORE: usize = 0;
}

#[diagnostic::do_not_recommend]
impl<K: Dim, S: Dim, E: Dim> Padding<K, S, E> for Same
where
    S::Len: IsEqual<U1>,
    <S::Len as IsEqual<U1>>::Output: Fit,
    K::Len: Sub<U1>,
    Diff<K::Len, U1>: Mul<E::Len>,
    Prod<Diff<K::Len, U1>, E::Len>: Unsigned,
{
    type Total = Prod<Diff<K::Len, U1>, E::Len>;
    type Suits = <S::Len as IsEqual<U1>>::Output;
    const BEFORE: usize = Self::Total::USIZE / 2;
}

#[diagnostic::do_not_recommend]
impl<K: Dim, S: Dim, E: Dim, const N: usize> Padding<K, S, E> for Pad<N>
where
    Const<N>: ToUInt,
    U<N>: Unsigned + Add<U<N>>,
    Sum<U<N>, U<N>>: Unsigned,
{
    type Total = Sum<U<N>, U<N>>;
    type Suits = B1;
    const BEFORE: usize = N;
}

/// Padding of an image: one for both dimensions, or `(Height, Width)`.
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = Conv2d<Image<D<1>, D<8>, D<8>>, D<1>, D<3>, Identity, (Valid, Same)>;
/// let _: Image<D<1>, D<6>, D<8>> = Conv::seeded(1).forward(&Image::zeros());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no padding of an image",
    label = "expected `Valid`, `Same`, `Pad<N>`, or a pair of these for height and width"
)]
pub trait PaddingPair:
    Copy + Debug + Default + PartialEq + Ord + Hash + Send + Sync + 'static
{
    /// Above and below.
    type Height;
    /// To the left and to the right.
    type Width;
}

macro_rules! alike {
    ($([$($generics:tt)*] $padding:ty;)*) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($generics)*> PaddingPair for $padding {
            type Height = Self;
            type Width = Self;
        })*
    };
}

alike! {
    [] Valid;
    [] Same;
    [const N: usize] Pad<N>;
}

#[diagnostic::do_not_recommend]
impl<H: PaddingPair, W: PaddingPair> PaddingPair for (H, W) {
    type Height = H;
    type Width = W;
}
