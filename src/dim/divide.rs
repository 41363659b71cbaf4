//! What the sizes of images need of numbers of typenum's: differences that may be negative, and quotients.
//!
//! They are so often asked for that their cost is seen in every build: a difference is negative by a type of its own, which a
//! comparison beside it would find out once more, and a divisor that is a power of two, as strides and numbers of groups mostly are,
//! takes as many bits away. By typenum's long division and its comparisons the compiler took some six times as long for a convolution.

use core::ops::{Div, Rem};

use typenum::{B0, B1, Eq, IsEqual, Mod, Quot, U0, UInt, UTerm};

use super::Fit;

/// N − M − borrow, bit by bit from the lowest.
pub trait Minus<M, Borrow> {
    /// The difference, or [`Negative`].
    type Difference;
}

/// Less than zero.
#[derive(Clone, Copy, Debug)]
pub struct Negative;

impl Minus<UTerm, B0> for UTerm {
    type Difference = UTerm;
}

impl Minus<UTerm, B1> for UTerm {
    type Difference = Negative;
}

impl<M, Bit, Borrow> Minus<UInt<M, Bit>, Borrow> for UTerm {
    type Difference = Negative;
}

impl<N, Bit> Minus<UTerm, B0> for UInt<N, Bit> {
    type Difference = Self;
}

impl<N: Minus<UTerm, B1, Difference: Before<B1>>> Minus<UTerm, B1> for UInt<N, B0> {
    type Difference = <N::Difference as Before<B1>>::Number;
}

impl<N: Before<B0>> Minus<UTerm, B1> for UInt<N, B1> {
    type Difference = N::Number;
}

macro_rules! minus {
    ($($bit:ident - $other:ident - $borrow:ident = $difference:ident, $next:ident;)*) => {
        $(impl<N, M> Minus<UInt<M, $other>, $borrow> for UInt<N, $bit>
        where
            N: Minus<M, $next, Difference: Before<$difference>>,
        {
            type Difference = <N::Difference as Before<$difference>>::Number;
        })*
    };
}

// The bit of the difference, and what is borrowed from the next ones.
minus! {
    B0 - B0 - B0 = B0, B0;
    B0 - B0 - B1 = B1, B1;
    B0 - B1 - B0 = B1, B1;
    B0 - B1 - B1 = B0, B1;
    B1 - B0 - B0 = B1, B0;
    B1 - B0 - B1 = B0, B0;
    B1 - B1 - B0 = B0, B0;
    B1 - B1 - B1 = B1, B1;
}

/// Higher bits before a lower one, without leading zeros; of a negative number none.
pub trait Before<Bit> {
    /// The number.
    type Number;
}

impl<Bit> Before<Bit> for Negative {
    type Number = Self;
}

impl Before<B0> for UTerm {
    type Number = Self;
}

impl Before<B1> for UTerm {
    type Number = UInt<Self, B1>;
}

impl<N, High, Bit> Before<Bit> for UInt<N, High> {
    type Number = UInt<Self, Bit>;
}

/// ⌊N / M⌋.
pub trait Over<M> {
    /// The quotient.
    type Quotient;
}

impl<N> Over<UInt<UTerm, B1>> for N {
    type Quotient = N;
}

impl<M, Bit> Over<UInt<UInt<M, Bit>, B0>> for UTerm {
    type Quotient = UTerm;
}

impl<N: Over<UInt<M, Bit>>, Low, M, Bit> Over<UInt<UInt<M, Bit>, B0>> for UInt<N, Low> {
    type Quotient = N::Quotient;
}

impl<N: Div<UInt<UInt<M, Bit>, B1>>, M, Bit> Over<UInt<UInt<M, Bit>, B1>> for N {
    type Quotient = Quot<N, UInt<UInt<M, Bit>, B1>>;
}

/// Whether nothing is left of N / M.
pub trait Divides<M> {
    /// Whether that is so.
    type Exactly: Fit;
}

impl<N> Divides<UInt<UTerm, B1>> for N {
    type Exactly = B1;
}

impl<M, Bit> Divides<UInt<UInt<M, Bit>, B0>> for UTerm {
    type Exactly = B1;
}

impl<N: Divides<UInt<M, Bit>>, M, Bit> Divides<UInt<UInt<M, Bit>, B0>> for UInt<N, B0> {
    type Exactly = N::Exactly;
}

impl<N, M, Bit> Divides<UInt<UInt<M, Bit>, B0>> for UInt<N, B1> {
    type Exactly = B0;
}

impl<N, M, Bit> Divides<UInt<UInt<M, Bit>, B1>> for N
where
    N: Rem<UInt<UInt<M, Bit>, B1>>,
    Mod<N, UInt<UInt<M, Bit>, B1>>: IsEqual<U0>,
    Eq<Mod<N, UInt<UInt<M, Bit>, B1>>, U0>: Fit,
{
    type Exactly = Eq<Mod<N, UInt<UInt<M, Bit>, B1>>, U0>;
}
