//! Kernels: the loops that do the arithmetic, on slices.
//!
//! Each kernel is written once, generic over a vector unit ([`Simd`]), and runs on the best instruction set of the
//! machine: chosen at run time under `std`, by the target's features without. The rooms above hand over slices and
//! sizes; nothing here knows of tensors.
//!
//! Results are the same to the bit from run to run on one instruction set; between sets they differ by rounding.

#![allow(unsafe_code)] // raw loads and stores behind checked lengths
#![allow(clippy::inline_always)] // code is compiled for an instruction set only where it is inlined

pub(crate) mod isa;
pub mod product;
pub mod rows;
pub mod vector;

pub use isa::{Kernel, Portable, Simd};

use crate::Element;

/// How a result is written: `out ← keep · out + scale · value`.
///
/// If `keep` is 0, `out` is not read: it may hold anything, NaN included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Store<T> {
    /// The factor of the new value.
    pub scale: T,
    /// The factor of what `out` holds.
    pub keep: T,
}

impl<T: Element> Store<T> {
    /// `out ← value`.
    #[inline]
    pub fn set() -> Self {
        Self {
            scale: T::one(),
            keep: T::zero(),
        }
    }

    /// `out ← out + value`.
    #[inline]
    pub fn add() -> Self {
        Self {
            scale: T::one(),
            keep: T::one(),
        }
    }

    /// The same, with the value multiplied by `factor`.
    #[inline]
    pub fn times(self, factor: T) -> Self {
        Self {
            scale: self.scale * factor,
            keep: self.keep,
        }
    }

    /// The same scale, added to what is there: how a sum goes on after its first term.
    #[inline]
    pub fn continued(self) -> Self {
        Self {
            scale: self.scale,
            keep: T::one(),
        }
    }

    /// Writes one value.
    #[inline(always)]
    pub fn put(self, out: &mut T, value: T) {
        *out = if self.keep.is_zero() {
            self.scale * value
        } else {
            self.keep * *out + self.scale * value
        };
    }

    /// Multiplies what is there by `keep`: how an empty sum is written.
    pub fn put_nothing(self, out: &mut [T]) {
        for x in out {
            self.put(x, T::zero());
        }
    }
}

/// A size that a kernel is called with: a number known at run time, or one known to the compiler ([`Known`]).
pub trait Extent: Copy {
    /// The size.
    fn get(self) -> usize;
}

impl Extent for usize {
    #[inline(always)]
    fn get(self) -> usize {
        self
    }
}

/// A type that carries a size.
pub trait Size {
    /// The size.
    const SIZE: usize;
}

/// A size known to the compiler.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<S>(core::marker::PhantomData<S>);

impl<S> Known<S> {
    /// The size carried by `S`.
    pub const fn new() -> Self {
        Self(core::marker::PhantomData)
    }
}

impl<S: Size + Copy> Extent for Known<S> {
    #[inline(always)]
    fn get(self) -> usize {
        S::SIZE
    }
}
