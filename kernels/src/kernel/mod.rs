//! Kernels: the loops that do the arithmetic, on slices.
//!
//! Each kernel is written once, generic over a vector unit ([`Simd`]), and runs on the best instruction set of the
//! machine: chosen at run time under `std`, by the target's features without. The rooms above hand over slices and
//! sizes; nothing here knows of tensors.
//!
//! Results are the same to the bit from run to run on one instruction set, wherever the slices lie in memory; between sets
//! they differ by rounding. What is written is a `&mut` slice, and so it never overlaps what is read.

#![allow(unsafe_code)] // raw loads and stores behind checked lengths
#![allow(clippy::inline_always)] // code is compiled for an instruction set only where it is inlined

pub mod convolution;
mod each;
pub mod image;
pub mod int8;
#[doc(hidden)]
pub mod isa;
mod lanes;
pub mod math;
pub mod pooling;
pub mod product;
pub mod rows;
mod run;
pub mod vector;

use each::each;
use isa::MOST_LANES;
#[doc(hidden)]
pub use isa::Program;
pub use isa::{Kernel, Portable, Simd, instruction_set};
#[doc(hidden)]
pub use run::{Dispatched, On, Run};

use crate::Element;

/// Whether so many elements are gone through quicker by two threads: 2¹⁴ are worth one.
#[cfg(feature = "rayon")]
#[inline]
fn pays_in_two(elements: usize) -> bool {
    crate::threads::sharing(elements >> 14) > 1
}

/// How a result is written: `out ← keep · out + scale · value`.
///
/// If `keep` is 0, `out` is not read: it may hold anything, NaN included.
///
/// ```
/// use typograd::kernel::Store;
///
/// let mut out = 10.0;
/// Store { scale: 2.0, keep: 0.5 }.put(&mut out, 3.0);
/// assert_eq!(out, 11.0); // 0.5 · 10 + 2 · 3
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Store<T> {
    /// The factor of the new value.
    pub scale: T,
    /// The factor of what `out` holds.
    pub keep: T,
}

impl<T: Element> Store<T> {
    /// `out ← value`.
    ///
    /// ```
    /// use typograd::kernel::Store;
    ///
    /// let mut out = f32::NAN; // not read
    /// Store::set().put(&mut out, 3.0);
    /// assert_eq!(out, 3.0);
    /// ```
    #[inline]
    pub fn set() -> Self {
        Self {
            scale: T::one(),
            keep: T::zero(),
        }
    }

    /// `out ← out + value`.
    ///
    /// ```
    /// use typograd::kernel::Store;
    ///
    /// let mut out = 10.0;
    /// Store::add().put(&mut out, 3.0);
    /// assert_eq!(out, 13.0);
    /// ```
    #[inline]
    pub fn add() -> Self {
        Self {
            scale: T::one(),
            keep: T::one(),
        }
    }

    /// The same, with the value multiplied by `factor`.
    ///
    /// ```
    /// use typograd::kernel::Store;
    ///
    /// let mut out = 10.0;
    /// Store::add().times(-2.0).put(&mut out, 3.0);
    /// assert_eq!(out, 4.0);
    /// ```
    #[inline]
    pub fn times(self, factor: T) -> Self {
        Self {
            scale: self.scale * factor,
            keep: self.keep,
        }
    }

    /// The same scale, added to what is there: how a sum goes on after its first term.
    ///
    /// ```
    /// use typograd::kernel::Store;
    ///
    /// let (mut out, store) = (f32::NAN, Store::set().times(2.0));
    /// store.put(&mut out, 3.0);
    /// store.continued().put(&mut out, 4.0);
    /// assert_eq!(out, 14.0); // 2 · (3 + 4)
    /// ```
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
        let value = if self.scale == T::one() {
            value
        } else {
            self.scale * value
        };
        *out = if self.keep.is_zero() {
            value
        } else {
            self.keep * *out + value
        };
    }

    /// Multiplies what is there by `keep`: how an empty sum is written.
    ///
    /// ```
    /// use typograd::kernel::Store;
    ///
    /// let mut out = [f32::NAN, 1.0];
    /// Store::set().put_nothing(&mut out);
    /// assert_eq!(out, [0.0, 0.0]);
    /// ```
    pub fn put_nothing(self, out: &mut [T]) {
        for x in out {
            self.put(x, T::zero());
        }
    }
}

/// A size that a kernel is called with: a number known at run time, or one known to the compiler ([`Known`]).
///
/// ```
/// use typograd::kernel::{Extent, Known, Size};
///
/// struct Three;
///
/// impl Size for Three {
///     const SIZE: usize = 3;
/// }
///
/// fn area(m: impl Extent, n: impl Extent) -> usize {
///     m.get() * n.get()
/// }
///
/// assert_eq!(area(2, Known::<Three>::new()), 6);
/// ```
pub trait Extent: Copy {
    /// The size, if the compiler knows it.
    const KNOWN: Option<usize>;

    /// The size.
    fn get(self) -> usize;

    /// Does one thing or another, by whether the size is known.
    #[doc(hidden)]
    #[inline(always)]
    fn choose<C: ByExtent>(self, choice: C) -> C::Output {
        choice.known(self)
    }
}

/// What is done in one way for a size that the compiler may know, and in another for one that it does not. A branch on
/// [`Extent::KNOWN`] would do, but costs a build a good deal: the compiler looks at all that is named in a function, and in what is
/// named there, even where it is not called.
#[doc(hidden)]
pub trait ByExtent: Sized {
    /// What comes of it.
    type Output;
    /// For a size that may be known.
    fn known<E: Extent>(self, size: E) -> Self::Output;
    /// For one that is not.
    fn at_run_time(self, size: usize) -> Self::Output;
}

impl Extent for usize {
    const KNOWN: Option<usize> = None;

    #[inline(always)]
    fn choose<C: ByExtent>(self, choice: C) -> C::Output {
        choice.at_run_time(self)
    }

    #[inline(always)]
    fn get(self) -> usize {
        self
    }
}

/// A type that carries a size.
///
/// See [`Extent`] for an example.
pub trait Size {
    /// The size.
    const SIZE: usize;
}

/// A size known to the compiler.
///
/// See [`Extent`] for an example.
#[derive(Debug)]
pub struct Known<S>(core::marker::PhantomData<S>);

impl<S> Clone for Known<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Known<S> {}

impl<S> Default for Known<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Known<S> {
    /// The size carried by `S`.
    pub const fn new() -> Self {
        Self(core::marker::PhantomData)
    }
}

impl<S: Size> Extent for Known<S> {
    const KNOWN: Option<usize> = Some(S::SIZE);

    #[inline(always)]
    fn get(self) -> usize {
        S::SIZE
    }
}
