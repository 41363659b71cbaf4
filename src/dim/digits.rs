//! Computed lengths that no literal stands for, by their decimal digits: `Digits4<3, 1, 3, 6>` for 3,136.
//!
//! Digits are found from the bits, the highest first: twice the digits so far, and the bit.

use core::ops::{Add, Mul};

use typenum::{B0, B1, Const, NonZero, Prod, Sum, ToUInt, U, U10, UInt, UTerm, Unsigned};

use super::sealed::Sealed;
use super::{Compare, D, Dim, Elements};

/// A decimal digit.
#[derive(Clone, Copy, Debug)]
pub struct Digit<const N: usize>;

/// Twice a number and a carry; of a number as its digits, the lowest first.
pub trait Twice<Carry> {
    /// The digits.
    type Digits;
}

impl Twice<B0> for () {
    type Digits = ();
}

impl Twice<B1> for () {
    type Digits = (Digit<1>, ());
}

impl<First: TwiceDigit<Carry>, Rest: Twice<First::Carry>, Carry> Twice<Carry> for (First, Rest) {
    type Digits = (First::Digit, Rest::Digits);
}

/// Twice a digit and a carry.
pub trait TwiceDigit<Carry> {
    /// The digit.
    type Digit;
    /// What is carried.
    type Carry;
}

macro_rules! twice {
    ($($digit:literal: $with_none:literal $with_one:literal $carry:ident;)*) => {
        $(impl TwiceDigit<B0> for Digit<$digit> {
            type Digit = Digit<$with_none>;
            type Carry = $carry;
        }

        impl TwiceDigit<B1> for Digit<$digit> {
            type Digit = Digit<$with_one>;
            type Carry = $carry;
        })*
    };
}

twice! {
    0: 0 1 B0;
    1: 2 3 B0;
    2: 4 5 B0;
    3: 6 7 B0;
    4: 8 9 B0;
    5: 0 1 B1;
    6: 2 3 B1;
    7: 4 5 B1;
    8: 6 7 B1;
    9: 8 9 B1;
}

/// A number of typenum's as its digits, the lowest first.
pub trait Decimal {
    /// The digits.
    type Digits;
}

impl Decimal for UTerm {
    type Digits = ();
}

impl<High: Decimal, B> Decimal for UInt<High, B>
where
    High::Digits: Twice<B>,
{
    type Digits = <High::Digits as Twice<B>>::Digits;
}

/// Digits, the lowest first, as a dimension.
pub trait Named {
    /// It.
    type Dim: Dim;
}

/// Digits, the lowest first, as a number of typenum's.
pub trait Number {
    /// It.
    type Len;
}

impl Number for () {
    type Len = UTerm;
}

impl<const N: usize, Rest: Number> Number for (Digit<N>, Rest)
where
    Rest::Len: Mul<U10>,
    Const<N>: ToUInt,
    Prod<Rest::Len, U10>: Add<U<N>>,
{
    type Len = Sum<Prod<Rest::Len, U10>, U<N>>;
}

/// Ten times as many values as those of the higher digits, and `ONES` more.
#[derive(Debug)]
#[repr(C)]
pub struct Tens<T, High, const ONES: usize> {
    tens: [High; 10],
    ones: [T; ONES],
}

// Both fields have the alignment of `T` and whole numbers of it, and so there is nothing between them.
impl<T, High: Elements<T>, const ONES: usize> Sealed<T> for Tens<T, High, ONES> {}

/// The array of some digits, the highest first, behind that of the digits before.
macro_rules! tens {
    ($number:ty; $high:ty,) => { $high };
    ($number:ty; $high:ty, $digit:ident $($rest:ident)*) => {
        tens!($number; Tens<$number, $high, $digit>, $($rest)*)
    };
}

macro_rules! digits {
    ($($(#[$docs:meta])* $name:ident: $first:ident $($digit:ident)*, $list:ty;)*) => {
        $(
            $(#[$docs])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name<const $first: usize, $(const $digit: usize),*>;

            #[diagnostic::do_not_recommend]
            impl<const $first: usize, $(const $digit: usize),*> Dim for $name<$first, $($digit),*>
            where
                $list: Number<Len: Unsigned + NonZero + Compare>,
            {
                type Len = <$list as Number>::Len;
                type Array<T> = tens!(T; [T; $first], $($digit)*);
            }

            impl<const $first: usize, $(const $digit: usize),*> Named for $list
            where
                $name<$first, $($digit),*>: Dim,
            {
                type Dim = $name<$first, $($digit),*>;
            }
        )*
    };
}

digits! {
    /// A computed dimension of four digits.
    ///
    /// ```
    /// use typograd::dim::Digits4;
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Digits4::<3, 1, 3, 6>::LEN, 3136);
    /// let _: &Vector<Digits4<3, 1, 3, 6>> = Image::<D<64>, D<7>, D<7>>::zeros().flatten();
    /// ```
    Digits4: A B C E, (Digit<E>, (Digit<C>, (Digit<B>, (Digit<A>, ()))));
    /// A computed dimension of five digits: see [`Digits4`].
    Digits5: A B C E F, (Digit<F>, (Digit<E>, (Digit<C>, (Digit<B>, (Digit<A>, ())))));
    /// A computed dimension of six digits: see [`Digits4`].
    Digits6: A B C E F G, (Digit<G>, (Digit<F>, (Digit<E>, (Digit<C>, (Digit<B>, (Digit<A>, ()))))));
    /// A computed dimension of seven digits: see [`Digits4`].
    Digits7: A B C E F G H, (Digit<H>, (Digit<G>, (Digit<F>, (Digit<E>, (Digit<C>, (Digit<B>, (Digit<A>, ())))))));
    /// A computed dimension of eight digits: see [`Digits4`].
    Digits8: A B C E F G H I, (Digit<I>, (Digit<H>, (Digit<G>, (Digit<F>, (Digit<E>, (Digit<C>, (Digit<B>, (Digit<A>, ()))))))));
}

/// A number above 1,024, of up to eight digits, as a dimension: a literal for powers of two and of ten, and its digits for others.
pub trait Large {
    /// It.
    type Dim;
}

impl<High, Bit> Large for UInt<High, Bit>
where
    Self: Even<Self>,
{
    type Dim = <Self as Even<Self>>::Dim;
}

/// The number L without some zeros at the end of its bits.
pub trait Even<L> {
    /// L as a dimension.
    type Dim;
}

impl<High: Even<L>, L> Even<L> for UInt<High, B0> {
    type Dim = High::Dim;
}

impl<L: Power> Even<L> for UInt<UTerm, B1> {
    type Dim = L::Dim;
}

impl<High, Bit, L: Decimal<Digits: Round<L, L::Digits>>> Even<L> for UInt<UInt<High, Bit>, B1> {
    type Dim = <L::Digits as Round<L, L::Digits>>::Dim;
}

/// The number L, of which these are all digits, without some zeros at their end.
pub trait Round<L, All> {
    /// L as a dimension.
    type Dim;
}

impl<Rest: Round<L, All>, L, All> Round<L, All> for (Digit<0>, Rest) {
    type Dim = Rest::Dim;
}

impl<L: Power, All> Round<L, All> for (Digit<1>, ()) {
    type Dim = L::Dim;
}

impl<Next, Rest, L, All: Named> Round<L, All> for (Digit<1>, (Next, Rest)) {
    type Dim = All::Dim;
}

macro_rules! others {
    ($($digit:literal)*) => {
        $(impl<Rest, L, All: Named> Round<L, All> for (Digit<$digit>, Rest) {
            type Dim = All::Dim;
        })*
    };
}

others!(2 3 4 5 6 7 8 9);

/// A power of two or of ten.
pub trait Power {
    /// It as a dimension.
    type Dim: Dim;
}

macro_rules! powers {
    ($($length:ident $literal:literal;)*) => {
        $(impl Power for typenum::$length {
            type Dim = D<$literal>;
        })*
    };
}

powers! {
    U2048 2_048;
    U4096 4_096;
    U8192 8_192;
    U10000 10_000;
    U16384 16_384;
    U32768 32_768;
    U65536 65_536;
    U100000 100_000;
    U131072 131_072;
    U262144 262_144;
    U524288 524_288;
    U1000000 1_000_000;
    U1048576 1_048_576;
    U2097152 2_097_152;
    U4194304 4_194_304;
    U8388608 8_388_608;
    U10000000 10_000_000;
    U16777216 16_777_216;
    U33554432 33_554_432;
    U67108864 67_108_864;
}
