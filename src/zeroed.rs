//! Values for which all-zero bytes are a valid value: what lets a network of any size be built in place.

#![allow(unsafe_code)] // the one place that turns zero bytes into values

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
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

/// A zeroed value on the heap, built there: nothing passes over the stack, in debug builds neither.
///
/// ```
/// use typograd::{boxed, prelude::*};
///
/// let large: Box<Matrix<D<1000>, D<1000>>> = boxed(); // 4 MB
/// assert_eq!(large[(999, 999)], 0.0);
/// ```
#[cfg(feature = "alloc")]
pub fn boxed<T: Zeroed>() -> Box<T> {
    let mut block = Box::<T>::new_uninit();
    // SAFETY: the allocation is that of a `T`, for which all-zero bytes are a valid value.
    unsafe {
        block.as_mut_ptr().write_bytes(0, 1);
        block.assume_init()
    }
}

/// A value of any type beside one that begins as zero bytes, in one block.
#[cfg(feature = "std")]
pub(crate) struct Beside<H, Z> {
    pub(crate) head: H,
    pub(crate) zeroed: Z,
}

/// A value beside zero bytes, on the heap, the latter built there.
#[cfg(feature = "std")]
pub(crate) fn boxed_beside<H, Z: Zeroed>(head: H) -> Box<Beside<H, Z>> {
    let mut block = Box::<Beside<H, Z>>::new_uninit();
    let place = block.as_mut_ptr();
    // SAFETY: both fields lie within the allocation; each is written once, and then the block is whole: all-zero bytes
    // are a valid `Z`.
    unsafe {
        (&raw mut (*place).head).write(head);
        (&raw mut (*place).zeroed).write_bytes(0, 1);
        block.assume_init()
    }
}

/// [`Zeroed`] for a struct of ours, by proof: the compiler checks that these are all its fields, and each `Zeroed`.
///
/// `zeroed_parts!(Moment[N: Zeroed][N] { steps, first });` is that of `Moment<N>`.
macro_rules! zeroed_parts {
    ($name:ident[$($generics:tt)*][$($arguments:tt)*] { $($field:tt),* }) => {
        #[allow(unsafe_code)] // the proof follows
        // SAFETY: all fields are `Zeroed`, or `parts` below would not compile; padding is not read.
        unsafe impl<$($generics)*> $crate::Zeroed for $name<$($arguments)*> {}

        const _: () = {
            #[allow(dead_code)] // to be checked, not to be run
            fn parts<$($generics)*>(whole: &$name<$($arguments)*>) {
                fn is_zeroed<X: $crate::Zeroed>(_: &X) {}
                let $name { $($field: _),* } = whole;
                $(is_zeroed(&whole.$field);)*
            }
        };
    };
}
pub(crate) use zeroed_parts;

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
// SAFETY: each part may be zero bytes; padding is not read.
unsafe impl<A: Zeroed, B: Zeroed> Zeroed for (A, B) {}
// SAFETY: each element may be zero bytes.
unsafe impl<T: Zeroed, const N: usize> Zeroed for [T; N] {}
