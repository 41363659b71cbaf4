//! Values of zero bytes on the heap, and the proof that a struct of ours is one.

#![allow(unsafe_code)] // zero bytes become values here, and in the kernels' `zeroed.rs`

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

pub use typograd_kernels::{Zeroed, zeroed};

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
