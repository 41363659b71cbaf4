//! What begins at zero.

use crate::dim::Dim;
use crate::shape::Shape;
use crate::tensor::{Diagonal, Tensor};
use crate::{Element, zeroed};

/// What begins at zero: tensors, numbers, diagonals, and tuples of them.
pub trait Zero {
    /// Zero.
    fn zero() -> Self;
}

impl<S: Shape, T: Element> Zero for Tensor<S, T> {
    #[inline]
    fn zero() -> Self {
        zeroed()
    }
}

impl<T: Element> Zero for T {
    #[inline]
    fn zero() -> T {
        num_traits::Zero::zero()
    }
}

impl<N: Dim, T: Element> Zero for Diagonal<N, T> {
    #[inline]
    fn zero() -> Self {
        Self::new(zeroed())
    }
}

macro_rules! tuples {
    ($($($name:ident)+;)*) => {
        $(impl<$($name: Zero),+> Zero for ($($name,)+) {
            #[inline]
            fn zero() -> Self {
                ($($name::zero(),)+)
            }
        })*
    };
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}
