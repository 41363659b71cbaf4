//! Losses element by element: two slices become a sum, and a slice of slopes.

use core::marker::PhantomData;

use super::rows::Rows;
use crate::Element;
use crate::kernel::lanes::{load, save};
use crate::kernel::{Kernel, Simd};

/// What is made of an output and a target, for all lanes of a register at once: a value to be summed, and its slope in
/// the output.
///
/// [`compare`] has an example.
pub trait Comparison: 'static {
    /// Value and slope. Mark the implementation `#[inline(always)]`, as that of a [`Kernel`].
    fn lanes<T: Element, S: Simd<T>>(
        simd: S,
        output: S::Vector,
        target: S::Vector,
    ) -> (S::Vector, S::Vector);
}

struct Compare<'a, T, C> {
    output: &'a [T],
    target: &'a [T],
    slope: Option<&'a mut [T]>,
    comparison: PhantomData<C>,
}

impl<T: Element, C: Comparison> Kernel<T> for Compare<'_, T, C> {
    type Output = T;

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> T {
        let rows = Rows::new(simd, self.output.len());
        let (output, target) = (self.output.as_ptr(), self.target.as_ptr());
        let slopes = self.slope.map(<[T]>::as_mut_ptr);
        let mut sum = simd.splat(T::zero());
        for at in (0..rows.width).step_by(S::LANES) {
            let (count, masked) = rows.count(at);
            // SAFETY: `count` elements from `at` on lie within the slices, whose lengths `compare` checked to be equal.
            unsafe {
                let output = load(simd, output.add(at), masked, count);
                let target = load(simd, target.add(at), masked, count);
                let (value, slope) = C::lanes(simd, output, target);
                sum = simd.add(sum, rows.or_zero(value, masked));
                if let Some(slopes) = slopes {
                    save(simd, slopes.add(at), slope, masked, count);
                }
            }
        }
        simd.sum(sum)
    }
}

/// The sum of the values of a comparison, element by element; its slopes are written to `slope`, if it is given.
///
/// ```
/// use typograd::Element;
/// use typograd::kernel::Simd;
/// use typograd::kernel::math::{Comparison, compare};
///
/// /// (a − y)², with the slope 2 (a − y).
/// struct Squared;
///
/// impl Comparison for Squared {
///     #[inline(always)]
///     fn lanes<T: Element, S: Simd<T>>(
///         simd: S,
///         a: S::Vector,
///         y: S::Vector,
///     ) -> (S::Vector, S::Vector) {
///         let error = simd.sub(a, y);
///         (simd.mul(error, error), simd.add(error, error))
///     }
/// }
///
/// let mut slope = [0.0; 2];
/// assert_eq!(compare::<Squared, f32>(&[3.0, 1.0], &[1.0, 2.0], Some(&mut slope)), 5.0);
/// assert_eq!(slope, [4.0, -2.0]);
/// ```
///
/// # Panics
///
/// If the lengths differ.
#[inline(never)] // one piece of code for all sizes
pub fn compare<C: Comparison, T: Element>(
    output: &[T],
    target: &[T],
    slope: Option<&mut [T]>,
) -> T {
    let length = output.len();
    let slopes = slope.as_ref().map_or(length, |slope| slope.len());
    assert!(
        target.len() == length && slopes == length,
        "{} and {slopes} elements where {length} are expected",
        target.len()
    );
    T::dispatch(Compare::<T, C> {
        output,
        target,
        slope,
        comparison: PhantomData,
    })
}
