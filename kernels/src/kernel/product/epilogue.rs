//! What happens to C on the way out.

use super::super::Simd;
use crate::Element;

/// What happens to C on the way out: a bias, and a function of what is finished.
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::kernel::product::{Epilogue, Layout, product};
///
/// #[derive(Clone, Copy)]
/// struct Relu;
///
/// impl Epilogue<f32> for Relu {
///     fn finish(self, piece: &mut [f32]) {
///         piece.iter_mut().for_each(|c| *c = c.max(0.0));
///     }
/// }
///
/// let (a, b, mut c) = ([1.0], [-2.0, 3.0], [0.0; 2]);
/// product(Layout::Nn, 1, 2, 1, &a, &b, &mut c, Store::set(), Relu);
/// assert_eq!(c, [0.0, 3.0]);
/// ```
pub trait Epilogue<T>: Copy {
    /// A row of n, added to every row of C.
    fn bias(&self) -> Option<&[T]> {
        None
    }

    /// Applied once to every element of C; `piece` is a part of a row, or several whole rows.
    fn finish(self, piece: &mut [T]);

    /// Whether there is nothing to be done, but for a bias.
    #[doc(hidden)]
    const NOTHING: bool = false;

    /// Whether [`finish_lanes`](Self::finish_lanes) is written out, and does what [`finish`](Self::finish) does.
    const LANES: bool = false;

    /// Applied to a register full of elements of C, whichever they are. Mark the implementation `#[inline(always)]`, and set
    /// [`LANES`](Self::LANES).
    #[inline(always)]
    fn finish_lanes<S: Simd<T>>(self, _simd: S, x: S::Vector) -> S::Vector
    where
        T: Element,
    {
        x
    }
}

/// The epilogue that does nothing.
impl<T> Epilogue<T> for () {
    const NOTHING: bool = true;
    const LANES: bool = true;

    #[inline(always)]
    fn finish(self, _: &mut [T]) {}
}

/// Adds a bias, a row of n, to every row of C, and then does what `E` does.
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::kernel::product::{Biased, Layout, product};
///
/// let (x, w, mut y) = ([1.0, 2.0], [1.0, 0.0, 3.0, 4.0], [0.0; 2]); // y = x Wᵀ + b, for a row x
/// let epilogue = Biased(&[10.0, 20.0], ());
/// product(Layout::Nt, 1, 2, 2, &x, &w, &mut y, Store::set(), epilogue);
/// assert_eq!(y, [11.0, 31.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Biased<'a, T, E = ()>(pub &'a [T], pub E);

impl<T: Copy, E: Epilogue<T>> Epilogue<T> for Biased<'_, T, E> {
    #[inline(always)]
    fn bias(&self) -> Option<&[T]> {
        Some(self.0)
    }

    #[inline(always)]
    fn finish(self, piece: &mut [T]) {
        self.1.finish(piece);
    }

    const NOTHING: bool = E::NOTHING;
    const LANES: bool = E::LANES;

    #[inline(always)]
    fn finish_lanes<S: Simd<T>>(self, simd: S, x: S::Vector) -> S::Vector
    where
        T: Element,
    {
        self.1.finish_lanes(simd, x)
    }
}
