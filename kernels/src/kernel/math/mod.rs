//! Functions of numbers, a register at a time: eˣ, ln, tanh and their kin.
//!
//! Each is written once, for all instruction sets and for `f32` and `f64`, which differ by the constants in [`Format`]
//! alone: an argument is brought near 0, where a polynomial serves, and what was taken off is put back. The polynomials
//! are minimax fits of our own; `tests/goldens/minimax.py` computes them. Element types other than these two use their
//! own scalar functions.
//!
//! Errors are in units in the last place (ULP) of the exact result: the largest over all `f32`, found on AVX-512 by
//! `all_numbers` in `tests/suite/functions.rs`, and the largest of a million `f64`. Without fused multiply-add they are much
//! the same; what is known to be larger is said.

mod compare;
mod cos;
mod cross_entropy;
mod cross_entropy_block;
mod erf;
mod exp;
mod exp_m1;
mod format;
mod gelu;
mod log;
mod log_softmax;
mod narrow;
mod register;
mod rows;
mod rsqrt;
mod sigmoid;
mod sin;
mod softmax;
mod softplus;
mod tail;
mod tanh;

pub use compare::{Comparison, compare};
pub use cos::Cos;
pub use cross_entropy::cross_entropy;
pub use erf::Erf;
pub use exp::Exp;
pub use exp_m1::ExpM1;
pub use format::Format;
pub use gelu::{Gelu, GeluSlope};
pub use log::Log;
pub use log_softmax::{exp_dot, log_softmax, subtract_exp};
pub use rows::exp_sum;
pub use rsqrt::Rsqrt;
pub use sigmoid::Sigmoid;
pub use sin::Sin;
pub use softmax::softmax;
pub use softplus::Softplus;
pub use tanh::Tanh;

#[doc(hidden)]
pub use register::{each, number};

use core::marker::PhantomData;

use super::lanes::{load, save};
use super::{Kernel, Simd};
use crate::Element;

/// A function of one number, computed for all lanes of a register at once.
///
/// ```
/// use typograd::Element;
/// use typograd::kernel::math::{Exp, Function, map};
/// use typograd::kernel::Simd;
///
/// /// exp(−x²).
/// struct Gaussian;
///
/// impl Function for Gaussian {
///     #[inline(always)]
///     fn lanes<T: Element, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
///         Exp::lanes(simd, simd.mul_sub_from(x, x, simd.splat(T::zero())))
///     }
/// }
///
/// let mut x = [0.0, 1.0];
/// map::<Gaussian, f32>(&mut x);
/// assert_eq!(x[0], 1.0);
/// assert!((x[1] - (-1.0_f32).exp()).abs() < 1e-7);
/// ```
pub trait Function: 'static {
    /// f of each lane. Mark the implementation `#[inline(always)]`, as that of a [`Kernel`].
    fn lanes<T: Element, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector;
}

/// A function of this library: one number at a time for any element type, and a register at a time where the bits of
/// the numbers are known.
#[doc(hidden)]
pub trait Elementary: 'static {
    fn scalar<T: Element>(x: T) -> T;
    fn vector<T: Format, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector;
}

impl<F: Elementary> Function for F {
    #[inline(always)]
    fn lanes<T: Element, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        T::elementary::<F, S>(simd, x)
    }
}

struct Map<'a, T, F>(&'a mut [T], PhantomData<F>);

impl<T: Element, F: Function> Kernel<T> for Map<'_, T, F> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let (x, length) = (self.0.as_mut_ptr(), self.0.len());
        let mut at = 0;
        while at < length {
            let count = (length - at).min(S::LANES);
            let masked = count < S::LANES;
            // SAFETY: `count` elements from `at` on lie within the slice.
            unsafe {
                let x = x.add(at);
                let value = F::lanes(simd, load(simd, x, masked, count));
                save(simd, x, value, masked, count);
            }
            at += count;
        }
    }
}

/// x ← f(x), element by element.
///
/// ```
/// use typograd::kernel::math::{Tanh, map};
///
/// let mut x = [0.0, 2.0_f64.ln(), f64::INFINITY];
/// map::<Tanh, _>(&mut x);
/// assert_eq!((x[0], x[2]), (0.0, 1.0));
/// assert!((x[1] - 0.6).abs() < 1e-15); // (2 − ½) / (2 + ½)
/// ```
#[inline(never)] // one piece of code for all sizes, here and below
pub fn map<F: Function, T: Element>(x: &mut [T]) {
    #[cfg(feature = "rayon")]
    if crate::kernel::pays_in_two(x.len()) {
        return map_in_two::<F, T>(x);
    }
    T::dispatch(Map::<T, F>(x, PhantomData));
}

/// The same by two threads; apart, so that what one thread does is not made ready for it.
#[cfg(feature = "rayon")]
#[inline(never)]
fn map_in_two<F: Function, T: Element>(x: &mut [T]) {
    let (left, right) = x.split_at_mut(x.len() / 2);
    rayon::join(|| map::<F, T>(left), || map::<F, T>(right));
}

struct Times<'a, T, F> {
    x: &'a [T],
    y: &'a mut [T],
    function: PhantomData<F>,
}

impl<T: Element, F: Function> Kernel<T> for Times<'_, T, F> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let (x, y, length) = (self.x.as_ptr(), self.y.as_mut_ptr(), self.y.len());
        let mut at = 0;
        while at < length {
            let count = (length - at).min(S::LANES);
            let masked = count < S::LANES;
            // SAFETY: `count` elements from `at` on lie within both slices, whose lengths `times` checked to be equal.
            unsafe {
                let y = y.add(at);
                let value = F::lanes(simd, load(simd, x.add(at), masked, count));
                let value = simd.mul(load(simd, y, masked, count), value);
                save(simd, y, value, masked, count);
            }
            at += count;
        }
    }
}

/// y ← y · f(x), element by element: how a derivative is applied.
///
/// ```
/// use typograd::kernel::math::{Cos, times};
///
/// let mut y = [2.0, 3.0];
/// times::<Cos, f32>(&[0.0, 0.0], &mut y);
/// assert_eq!(y, [2.0, 3.0]);
/// ```
///
/// # Panics
///
/// If the lengths differ.
#[inline(never)]
pub fn times<F: Function, T: Element>(x: &[T], y: &mut [T]) {
    assert!(
        x.len() == y.len(),
        "{} elements where {} are expected",
        x.len(),
        y.len()
    );
    T::dispatch(Times::<T, F> {
        x,
        y,
        function: PhantomData,
    });
}
