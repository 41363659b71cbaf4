//! Values for which all-zero bytes are a valid value: what lets a network of any size be built in place.

#![allow(unsafe_code)] // zero bytes become values here, and on the heap in typograd

use core::marker::PhantomData;
use core::mem::MaybeUninit;

/// A type for which all-zero bytes are a valid value.
///
/// Tensors, batches, layers, networks and their workspaces are such types, and so any of them can live in a `static`
/// or be built on the heap without passing over the stack. `#[layer]` and `#[derive(Network)]` implement it.
///
/// ```
/// use typograd::Zeroed;
///
/// struct Counter {
///     hits: u32,
/// }
///
/// // SAFETY: zero bytes are a count of 0.
/// unsafe impl Zeroed for Counter {}
/// assert_eq!(Counter::zeroed().hits, 0);
/// ```
///
/// # Safety
///
/// All-zero bytes must be a valid value of the type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a layer, of a network or of their workspace",
    label = "expected a tensor, a layer, a number or `PhantomData`"
)]
pub unsafe trait Zeroed: Sized {
    /// The value whose bytes are all zero. Usable in a `const` and a `static`.
    ///
    /// ```
    /// use typograd::{prelude::*, zeroed};
    ///
    /// static WEIGHTS: Matrix<D<4>, D<3>> = zeroed();
    /// assert_eq!(WEIGHTS.sum(), 0.0);
    /// ```
    fn zeroed() -> Self {
        zeroed()
    }
}

/// The value of a [`Zeroed`] type whose bytes are all zero, as a `const fn`.
///
/// ```
/// use typograd::{prelude::*, zeroed};
///
/// const NET: Dense<D<3>, D<2>> = zeroed();
/// assert_eq!(NET, Dense::default());
/// ```
pub const fn zeroed<T: Zeroed>() -> T {
    // SAFETY: `T: Zeroed` says that all-zero bytes are a valid value.
    unsafe { MaybeUninit::zeroed().assume_init() }
}

macro_rules! zeroed {
    ($($number:ty),*) => {
        $(
            // SAFETY: zero bytes are the number 0.
            unsafe impl Zeroed for $number {}
        )*
    };
}

zeroed!(
    f32, f64, u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize
);

// SAFETY: zero bytes are `false`.
unsafe impl Zeroed for bool {}
// SAFETY: no bytes.
unsafe impl Zeroed for () {}
// SAFETY: no bytes.
unsafe impl<T: ?Sized> Zeroed for PhantomData<T> {}

macro_rules! tuples {
    ($($($part:ident)+;)*) => {
        $(
            #[diagnostic::do_not_recommend]
            // SAFETY: each part may be zero bytes; padding is not read.
            unsafe impl<$($part: Zeroed),+> Zeroed for ($($part,)+) {}
        )*
    };
}

// Of as many parts as a network of layers in a tuple has at most.
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

// SAFETY: each element may be zero bytes.
unsafe impl<T: Zeroed, const N: usize> Zeroed for [T; N] {}
