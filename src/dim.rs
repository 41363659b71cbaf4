//! Dimensions: types that carry a length.
//!
//! A dimension is either *named*, declared with [`dims!`](crate::dims), or a *literal*, [`D<784>`](D).
//! Two named dimensions of the same length are different types, so `Pixels` and `Hidden` never mix by accident;
//! [`Tensor::relabel`](crate::Tensor::relabel) is the deliberate way from one to the other.
//!
//! This module and [`shape`](crate::shape) are the only places that spell typenum.

use core::fmt::Debug;
use core::hash::Hash;
use core::marker::PhantomData;
use core::ops::{Add, Mul};

use crate::shape::Shape;
use generic_array::{ArrayLength, GenericArray};
use typenum::{B0, B1, Const, IsEqual, NonZero, Prod, ToUInt, U, UInt, UTerm, Unsigned};

mod digits;
mod divide;
mod groups;
mod literal;
mod margin;
mod padding;
mod spread;
mod window;

pub use digits::{Digits4, Digits5, Digits6, Digits7, Digits8};
pub use groups::Grouped;
pub(crate) use literal::Literal;
pub use margin::{Grows, Joins, Margin, Repeats, Shrinks};
pub use padding::{Pad, Padding, PaddingPair, Same, Valid};
pub use spread::{Spreading, Spreads};
pub use window::{Pair, Slides, Sliding};

/// A dimension: a type with a length of at least 1.
///
/// Declare your own with [`dims!`](crate::dims); write [`D<784>`](D) for a nameless one.
///
/// ```
/// use typograd::prelude::*;
///
/// dims! { pub Hidden = 32; }
///
/// assert_eq!(Hidden::LEN, 32);
/// assert_eq!(D::<784>::LEN, 784);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a dimension",
    label = "expected a dimension: a name from `dims!`, or a literal such as `D<784>`",
    note = "`D<N>` reaches 1..=1024 and the powers of two and ten; for any other length declare a name, `dims! {{ Flat = 1568; }}`, which `FlattenTo` gives to a flattened image"
)]
pub trait Dim: Copy + Debug + Default + Ord + Hash + Send + Sync + 'static {
    /// The length as a typenum integer.
    type Len: Unsigned + NonZero + Compare;

    /// So many values in a row: `[T; N]` where the length is a literal, generic-array's where it is a sum or a product. What it
    /// holds and the length must agree, or nothing of this dimension is compiled.
    type Array<T>: Elements<T>;

    /// The name it was declared with; empty for a literal or a computed dimension.
    const NAME: &'static str = "";

    /// The length as a number.
    const LEN: usize = <Self::Len as Unsigned>::USIZE;
}

/// A literal dimension: `D<784>` has length 784.
///
/// Reaches 1..=1024, and the powers of two and ten above that; [`dims!`](crate::dims) takes any length. What the compiler
/// computes beyond is shown by its digits, [`Digits4`] and its like.
///
/// ```
/// use typograd::prelude::*;
///
/// let x = Vector::<D<3>>::from([1.0, 2.0, 3.0]);
/// assert_eq!((x.sum(), D::<3>::LEN, D::<3>::NAME), (6.0, 3, ""));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct D<const N: usize>;

#[diagnostic::do_not_recommend]
impl<const N: usize> Dim for D<N>
where
    Const<N>: ToUInt<Output: Unsigned + NonZero + Compare>,
{
    type Len = U<N>;
    type Array<T> = [T; N];
}

/// The sum of two dimensions: what [`Tensor::concat`](crate::Tensor::concat) returns has this length.
///
/// ```
/// use typograd::{dim::Plus, prelude::*};
///
/// assert_eq!(Plus::<D<2>, D<3>>::LEN, 5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plus<A, B>(PhantomData<(A, B)>);

#[diagnostic::do_not_recommend]
impl<A: Dim, B: Dim> Dim for Plus<A, B>
where
    A::Len: Add<B::Len, Output: Length>,
{
    type Len = typenum::Sum<A::Len, B::Len>;
    type Array<T> = GenericArray<T, Self::Len>;
}

/// The product of two dimensions: what [`Tensor::flatten`](crate::Tensor::flatten) returns has this length.
///
/// ```
/// use typograd::{dim::Times, prelude::*};
///
/// assert_eq!(Times::<D<2>, D<3>>::LEN, 6);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Times<A, B>(PhantomData<(A, B)>);

#[diagnostic::do_not_recommend]
impl<A: Dim, B: Dim> Dim for Times<A, B>
where
    A::Len: Mul<B::Len, Output: Length>,
{
    type Len = Prod<A::Len, B::Len>;
    type Array<T> = GenericArray<T, Self::Len>;
}

/// `A: SameLength<B>` holds where two dimensions have equal lengths, whatever their names.
///
/// ```
/// use typograd::{dim::SameLength, prelude::*};
///
/// dims! { Pixels = 4; Features = 4; }
///
/// fn renamed<A: SameLength<B>, B: Dim>(x: &Vector<A>) -> &Vector<B> {
///     x.relabel()
/// }
///
/// let pixels = Vector::<Pixels>::ones();
/// assert_eq!(renamed::<_, Features>(&pixels).sum(), 4.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "the dimensions `{Self}` and `{B}` differ in length",
    label = "`{Self}` and `{B}` must have the same length"
)]
pub trait SameLength<B: Dim>: Dim {}

#[diagnostic::do_not_recommend]
impl<A: Dim, B: Dim> SameLength<B> for A
where
    A::Len: IsEqual<B::Len>,
    <A::Len as IsEqual<B::Len>>::Output: True,
{
}

/// `N: SplitsInto<A, B>` holds where the lengths of `A` and `B` add up to that of `N`.
///
/// ```
/// use typograd::{dim::SplitsInto, prelude::*};
///
/// fn first<N: SplitsInto<A, B>, A: Dim, B: Dim>(x: &Vector<N>) -> &Vector<A> {
///     x.split::<A, B>().0
/// }
///
/// let x = Vector::<D<3>>::from([1.0, 2.0, 3.0]);
/// assert_eq!(first::<_, D<2>, D<1>>(&x), &Vector::from([1.0, 2.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{A}` and `{B}` do not add up to `{Self}`",
    label = "the lengths of `{A}` and `{B}` must add up to that of `{Self}`"
)]
pub trait SplitsInto<A: Dim, B: Dim>: Dim {}

#[diagnostic::do_not_recommend]
impl<N: Dim, A: Dim, B: Dim> SplitsInto<A, B> for N
where
    A::Len: Add<B::Len>,
    typenum::Sum<A::Len, B::Len>: IsEqual<N::Len>,
    <typenum::Sum<A::Len, B::Len> as IsEqual<N::Len>>::Output: True,
{
}

/// `N: HasLength<L>` holds where the length of `N` is `L`.
///
/// ```
/// use typograd::{dim::HasLength, prelude::*};
///
/// fn ramp<N: HasLength<3>>() -> Vector<N> {
///     Vector::from([0.0, 0.5, 1.0])
/// }
///
/// assert_eq!(ramp::<D<3>>().mean(), 0.5);
/// ```
pub trait HasLength<const L: usize>: Dim {}

#[diagnostic::do_not_recommend]
impl<N: Dim, const L: usize> HasLength<L> for N
where
    Const<L>: ToUInt,
    U<L>: IsEqual<N::Len>,
    <U<L> as IsEqual<N::Len>>::Output: True,
{
}

/// Values of `T` in a row, without padding and nothing else: arrays, and for the digits of a computed dimension arrays of them. No
/// other type is one, on which the casts of tensors rely.
pub trait Elements<T>: sealed::Sealed<T> {}

impl<T, X: sealed::Sealed<T>> Elements<T> for X {}

mod sealed {
    use generic_array::{ArrayLength, GenericArray};

    pub trait Sealed<T> {}
    impl<T, const N: usize> Sealed<T> for [T; N] {}
    impl<T, L: ArrayLength> Sealed<T> for GenericArray<T, L> {}
}

/// What a computed length must be to be that of a dimension.
#[doc(hidden)]
pub trait Length: ArrayLength + NonZero + Compare {}

impl<L: ArrayLength + NonZero + Compare> Length for L {}

/// typenum's "true": what a comparison of lengths must come to.
///
/// The traits above are the readable side of it; their blanket implementations are marked so that the compiler
/// reports the trait, which names the dimensions, and never this.
pub trait True {}

impl True for B1 {}

/// Whether something fits: typenum's "true" or "false".
///
/// What is total in it can be named where it does not fit, so that one mistake is said in one place.
pub trait Fit {
    /// Whether this and another fit.
    type And<B: Fit>: Fit;
    /// The one dimension if it fits, and the other if not.
    type Pick<A: Dim, B: Dim>: Dim;
    /// The one shape if it fits, and the other if not.
    type Choose<A: Shape<Meant = M>, B: Shape<Meant = M>, M: Shape>: Shape<Meant = M>;
}

impl Fit for B1 {
    type And<B: Fit> = B;
    type Pick<A: Dim, B: Dim> = A;
    type Choose<A: Shape<Meant = M>, B: Shape<Meant = M>, M: Shape> = A;
}

impl Fit for B0 {
    type And<B: Fit> = Self;
    type Pick<A: Dim, B: Dim> = B;
    type Choose<A: Shape<Meant = M>, B: Shape<Meant = M>, M: Shape> = B;
}

/// The shorter of two dimensions, `A` if they are as long: how many singular values a matrix of `A` × `B` has.
///
/// It is one of the two, by its own name, and there for every pair: generic code needs no bound for it.
///
/// ```
/// use typograd::{dim::Shorter, prelude::*};
///
/// dims! { Pixels = 64; Hidden = 32; }
///
/// let x: Vector<Shorter<Pixels, Hidden>> = Vector::<Hidden>::ones();
/// assert_eq!(x.sum(), 32.0);
/// ```
pub type Shorter<A, B> =
    <<<A as Dim>::Len as Compare>::With<<B as Dim>::Len, Equal> as Order>::Pick<A, B>;

/// Lengths that can be compared without a bound for each pair: every length of typenum's.
///
/// The bits are gone through from the lowest; `O` is how the bits before compare, and the highest that differ decide.
/// typenum's own comparison is a trait of two parameters, which generic code would have to ask for by name.
#[doc(hidden)]
pub trait Compare {
    /// How these bits compare with those of `B`.
    type With<B: Compare, O: Order>: Order;
    /// How nothing compares with these bits.
    type AfterNone<O: Order>: Order;
    /// How a 0 below the bits of `A` compares with these bits.
    type AfterZero<A: Compare, O: Order>: Order;
    /// How a 1 below the bits of `A` compares with these bits.
    type AfterOne<A: Compare, O: Order>: Order;
}

// A number has no leading zeros: if bits are left of one alone, it is the greater.
impl Compare for UTerm {
    type With<B: Compare, O: Order> = B::AfterNone<O>;
    type AfterNone<O: Order> = O;
    type AfterZero<A: Compare, O: Order> = Greater;
    type AfterOne<A: Compare, O: Order> = Greater;
}

impl<U: Compare> Compare for UInt<U, B0> {
    type With<B: Compare, O: Order> = B::AfterZero<U, O>;
    type AfterNone<O: Order> = Less;
    type AfterZero<A: Compare, O: Order> = A::With<U, O>;
    type AfterOne<A: Compare, O: Order> = A::With<U, Greater>;
}

impl<U: Compare> Compare for UInt<U, B1> {
    type With<B: Compare, O: Order> = B::AfterOne<U, O>;
    type AfterNone<O: Order> = Less;
    type AfterZero<A: Compare, O: Order> = A::With<U, Less>;
    type AfterOne<A: Compare, O: Order> = A::With<U, O>;
}

/// How two lengths compare.
#[doc(hidden)]
pub trait Order {
    /// The dimension whose length is the lesser.
    type Pick<A: Dim, B: Dim>: Dim;
}

macro_rules! order {
    ($($(#[$doc:meta])* $name:ident: $picked:ident;)*) => {
        $(
            $(#[$doc])*
            #[doc(hidden)]
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl Order for $name {
                type Pick<A: Dim, B: Dim> = $picked;
            }
        )*
    };
}

order! {
    /// The first is shorter.
    Less: A;
    /// Both are as long.
    Equal: A;
    /// The second is shorter.
    Greater: B;
}
