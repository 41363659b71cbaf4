//! Sums, differences and products of dimensions under the name of a literal: images with a margin, without one, side by
//! side, and magnified.

use core::ops::{Add, Mul, Sub};

use typenum::{Const, Diff, NonZero, Prod, Sum, ToUInt, U, U0, Unsigned};

use super::{Dim, Literal, Pad, Valid};

/// A margin of a fixed width: [`Pad<N>`](Pad), or [`Valid`] for none.
///
/// ```
/// use typograd::dim::Margin;
/// use typograd::prelude::*;
///
/// fn widened(n: usize) -> usize {
///     n + 2 * <Pad<3> as Margin>::WIDTH
/// }
///
/// assert_eq!(widened(4), 10);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no margin",
    label = "expected `Pad<N>`, or a pair of these for height and width"
)]
pub trait Margin {
    /// The elements on both sides together, as a typenum integer.
    type Both: Unsigned;
    /// Those on one side.
    const WIDTH: usize;
}

impl Margin for Valid {
    type Both = U0;
    const WIDTH: usize = 0;
}

impl<const N: usize> Margin for Pad<N>
where
    Const<N>: ToUInt,
    U<N>: Unsigned + Add<U<N>>,
    Sum<U<N>, U<N>>: Unsigned,
{
    type Both = Sum<U<N>, U<N>>;
    const WIDTH: usize = N;
}

/// A rule for a length, and its trait.
macro_rules! computed {
    (
        $(#[$docs:meta])*
        $rule:ident<$other:ident: $bound:ident>, $operation:ident::<$by:ty> as $result:ident;
    ) => {
        $(#[$docs])*
        pub trait $rule<$other: $bound>: Dim {
            /// The dimension: a literal up to 1,024, and above [`Digits4`](super::Digits4) and its like.
            type Out: Dim;
        }

        #[diagnostic::do_not_recommend]
        impl<N: Dim, $other: $bound> $rule<$other> for N
        where
            N::Len: $operation<$by>,
            $result<N::Len, $by>: NonZero + Literal,
            <$result<N::Len, $by> as Literal>::Dim: Dim,
        {
            type Out = <$result<N::Len, $by> as Literal>::Dim;
        }
    };
}

computed! {
    /// `N: Grows<M>` holds where there is a dimension of `N` elements and a margin `M` on both sides.
    ///
    /// ```
    /// use typograd::dim::{Grows, Pad};
    /// use typograd::prelude::*;
    ///
    /// let _: Vector<D<32>> = Vector::<<D<28> as Grows<Pad<2>>>::Out>::zeros();
    /// ```
    #[diagnostic::on_unimplemented(
        message = "there is no dimension of `{Self}` with the margin `{M}`",
        label = "`{Self}` cannot be widened by `{M}`"
    )]
    Grows<M: Margin>, Add::<M::Both> as Sum;
}

computed! {
    /// `N: Shrinks<M>` holds where something is left of `N` elements without a margin `M` on both sides.
    ///
    /// ```
    /// use typograd::dim::{Pad, Shrinks};
    /// use typograd::prelude::*;
    ///
    /// let _: Vector<D<24>> = Vector::<<D<28> as Shrinks<Pad<2>>>::Out>::zeros();
    /// ```
    #[diagnostic::on_unimplemented(
        message = "a margin `{M}` on both sides leaves nothing of `{Self}`",
        label = "`{Self}` must be longer than `{M}` on both sides"
    )]
    Shrinks<M: Margin>, Sub::<M::Both> as Diff;
}

computed! {
    /// `N: Joins<M>`: `N` elements and `M` more have a dimension.
    ///
    /// ```
    /// use typograd::dim::Joins;
    /// use typograd::prelude::*;
    ///
    /// let _: Vector<D<5>> = Vector::<<D<2> as Joins<D<3>>>::Out>::zeros();
    /// ```
    #[diagnostic::on_unimplemented(
        message = "there is no dimension of `{Self}` and `{M}` together",
        label = "`{Self}` and `{M}` cannot be joined"
    )]
    Joins<M: Dim>, Add::<M::Len> as Sum;
}

computed! {
    /// `N: Repeats<M>`: `N` elements, each of them `M` times, have a dimension.
    ///
    /// ```
    /// use typograd::dim::Repeats;
    /// use typograd::prelude::*;
    ///
    /// let _: Vector<D<6>> = Vector::<<D<2> as Repeats<D<3>>>::Out>::zeros();
    /// ```
    #[diagnostic::on_unimplemented(
        message = "there is no dimension of `{Self}`, `{M}` times",
        label = "`{Self}` cannot be repeated `{M}` times"
    )]
    Repeats<M: Dim>, Mul::<M::Len> as Prod;
}
