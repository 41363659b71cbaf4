//! Log-softmax over rows, and its derivative.

use super::rows::{Rows, relative};
use super::{Exp, Function, narrow};
use crate::Element;
use crate::kernel::lanes::{load, save};
use crate::kernel::{Kernel, Simd};

struct LogSoftmax<'a, T> {
    rows: &'a mut [T],
    width: usize,
}

impl<T: Element> Kernel<T> for LogSoftmax<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        if narrow::is_narrow::<T, S>(self.width) {
            return narrow::log_softmax(simd, self.rows, self.width);
        }
        let rows = Rows::new(simd, self.width);
        for row in self.rows.chunks_exact_mut(self.width) {
            let row = row.as_mut_ptr();
            // SAFETY: the row has as many elements as rows are wide; `at` is less than that. No terms are written.
            unsafe {
                let largest = rows.largest(row);
                let sum = rows.exp_sum(row, core::ptr::null_mut(), largest);
                let (largest, log_sum) = (simd.splat(largest), simd.splat(sum.ln()));
                for at in (0..rows.width).step_by(S::LANES) {
                    let x = relative(simd, rows.read(row, at), largest);
                    rows.write(row, at, simd.sub(x, log_sum));
                }
            }
        }
    }
}

/// x ← x − ln Σ eˣ for each of the rows.
///
/// ```
/// use typograd::kernel::math::log_softmax;
///
/// let mut rows = [7.0_f32, 7.0, 1e4, -1e4]; // two rows of two
/// log_softmax(&mut rows, 2);
/// assert_eq!(rows, [-2.0_f32.ln(), -2.0_f32.ln(), 0.0, -2e4]);
/// ```
///
/// # Panics
///
/// If the width is 0.
#[inline(never)] // one piece of code for all sizes, here and below
pub fn log_softmax<T: Element>(rows: &mut [T], width: usize) {
    T::dispatch(LogSoftmax { rows, width });
}

struct SubtractExp<'a, T> {
    y: &'a [T],
    delta: &'a mut [T],
    factor: T,
}

impl<T: Element> Kernel<T> for SubtractExp<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let (y, delta, length) = (self.y.as_ptr(), self.delta.as_mut_ptr(), self.y.len());
        let factor = simd.splat(self.factor);
        for at in (0..length).step_by(S::LANES) {
            let count = (length - at).min(S::LANES);
            let masked = count < S::LANES;
            // SAFETY: `count` elements from `at` on lie within both slices, whose lengths `subtract_exp` checked to be
            // equal.
            unsafe {
                let power = Exp::lanes(simd, load(simd, y.add(at), masked, count));
                let delta = delta.add(at);
                let value = load(simd, delta, masked, count);
                save(
                    simd,
                    delta,
                    simd.mul_sub_from(power, factor, value),
                    masked,
                    count,
                );
            }
        }
    }
}

/// δ ← δ − factor · eʸ: how the gradient passes back through a log-softmax of the result y, with the factor 1ᵀ δ.
///
/// ```
/// use typograd::kernel::math::subtract_exp;
///
/// let mut delta = [1.0, 1.0];
/// subtract_exp(&[0.0, f64::NEG_INFINITY], &mut delta, 2.0);
/// assert_eq!(delta, [-1.0, 1.0]);
/// ```
///
/// # Panics
///
/// If the lengths differ.
#[inline(never)]
pub fn subtract_exp<T: Element>(y: &[T], delta: &mut [T], factor: T) {
    check(y, delta);
    T::dispatch(SubtractExp { y, delta, factor });
}

struct ExpDot<'a, T> {
    y: &'a [T],
    x: &'a [T],
}

impl<T: Element> Kernel<T> for ExpDot<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> T {
        let (y, x, length) = (self.y.as_ptr(), self.x.as_ptr(), self.y.len());
        let mut sum = simd.splat(T::zero());
        for at in (0..length).step_by(S::LANES) {
            let count = (length - at).min(S::LANES);
            let masked = count < S::LANES;
            // SAFETY: `count` elements from `at` on lie within both slices, whose lengths `exp_dot` checked to be equal.
            let (y, x) = unsafe {
                let x = load(simd, x.add(at), masked, count);
                (load(simd, y.add(at), masked, count), x)
            };
            sum = simd.mul_add(Exp::lanes(simd, y), x, sum);
        }
        simd.sum(sum)
    }
}

/// (eʸ)ᵀ x: what a tangent x loses by passing through a log-softmax of the result y.
///
/// ```
/// use typograd::kernel::math::exp_dot;
///
/// assert_eq!(exp_dot(&[0.0, f64::NEG_INFINITY], &[3.0, 5.0]), 3.0);
/// ```
///
/// # Panics
///
/// If the lengths differ.
#[inline(never)]
pub fn exp_dot<T: Element>(y: &[T], x: &[T]) -> T {
    check(y, x);
    T::dispatch(ExpDot { y, x })
}

fn check<T>(a: &[T], b: &[T]) {
    assert!(
        a.len() == b.len(),
        "{} elements where {} are expected",
        b.len(),
        a.len()
    );
}
