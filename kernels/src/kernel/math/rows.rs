//! Sums of powers over rows: what softmax is made of.

use super::{Exp, Function};
use crate::Element;
use crate::kernel::lanes::{load, save};
use crate::kernel::{Kernel, MOST_LANES, Simd};

/// How rows of a width are read: a vector at a time, where the lanes behind the end are −∞, of which eˣ is 0.
pub(super) struct Rows<T: Copy, S: Simd<T>> {
    simd: S,
    pub(super) width: usize,
    /// Which lanes of a row's last vector lie within it.
    within: S::Mask,
}

impl<T: Element, S: Simd<T>> Rows<T, S> {
    #[inline(always)]
    pub(super) fn new(simd: S, width: usize) -> Self {
        let ones = [T::one(); MOST_LANES];
        // SAFETY: there are at most `MOST_LANES` lanes.
        let within = unsafe { simd.load_part(ones.as_ptr(), width % S::LANES) };
        Self {
            simd,
            width,
            within: simd.equal(within, simd.splat(T::one())),
        }
    }

    /// How many elements the vector at `at` has, and whether that is less than all.
    #[inline(always)]
    pub(super) fn count(&self, at: usize) -> (usize, bool) {
        let count = (self.width - at).min(S::LANES);
        (count, count < S::LANES)
    }

    /// The lanes within a row's last vector, if that is `masked`, and 0 for the others.
    #[inline(always)]
    pub(super) fn or_zero(&self, value: S::Vector, masked: bool) -> S::Vector {
        if masked {
            self.simd
                .select(self.within, value, self.simd.splat(T::zero()))
        } else {
            value
        }
    }

    /// # Safety
    ///
    /// `row` is valid for reading as many elements as rows are wide, and `at` is less than that.
    #[inline(always)]
    pub(super) unsafe fn read(&self, row: *const T, at: usize) -> S::Vector {
        let (count, masked) = self.count(at);
        // SAFETY: `count` elements from `at` on lie within the row.
        let x = unsafe { load(self.simd, row.add(at), masked, count) };
        if masked {
            let outside = self.simd.splat(T::neg_infinity());
            self.simd.select(self.within, x, outside)
        } else {
            x
        }
    }

    /// # Safety
    ///
    /// `row` is valid for writing as many elements as rows are wide, and `at` is less than that.
    #[inline(always)]
    pub(super) unsafe fn write(&self, row: *mut T, at: usize, value: S::Vector) {
        let (count, masked) = self.count(at);
        // SAFETY: `count` elements from `at` on lie within the row.
        unsafe { save(self.simd, row.add(at), value, masked, count) };
    }

    /// The largest element; NaN is passed over.
    ///
    /// # Safety
    ///
    /// `row` is valid for reading as many elements as rows are wide.
    #[inline(always)]
    pub(super) unsafe fn largest(&self, row: *const T) -> T {
        let mut largest = self.simd.splat(T::neg_infinity());
        for at in (0..self.width).step_by(S::LANES) {
            // SAFETY: `at` is less than the width.
            largest = self.simd.max(unsafe { self.read(row, at) }, largest);
        }
        self.simd.largest(largest)
    }

    /// Σ eˣ⁻ᵐ for the largest element m; the terms are written to `terms`, which may be the row, unless that is null.
    ///
    /// # Safety
    ///
    /// `row` is valid for reading as many elements as rows are wide, and `terms` for writing as many.
    #[inline(always)]
    pub(super) unsafe fn exp_sum(&self, row: *const T, terms: *mut T, largest: T) -> T {
        let (mut sum, largest) = (self.simd.splat(T::zero()), self.simd.splat(largest));
        for at in (0..self.width).step_by(S::LANES) {
            // SAFETY: `at` is less than the width.
            let x = unsafe { self.read(row, at) };
            let term = Exp::lanes(self.simd, relative(self.simd, x, largest));
            if !terms.is_null() {
                // SAFETY: as above.
                unsafe { self.write(terms, at, term) };
            }
            sum = self.simd.add(sum, term);
        }
        self.simd.sum(sum)
    }
}

/// x − m for the largest element m of a lane's row, where ∞ − ∞ is 0: equal elements are equally far from the largest, and where one is +∞,
/// so is that. −∞ alone has no largest: that remains NaN.
#[inline(always)]
pub(super) fn relative<T: Element, S: Simd<T>>(
    simd: S,
    x: S::Vector,
    largest: S::Vector,
) -> S::Vector {
    let is_infinite = simd.equal(x, simd.splat(T::infinity()));
    simd.select(is_infinite, simd.splat(T::zero()), simd.sub(x, largest))
}

struct ExpSum<'a, T> {
    row: &'a [T],
    terms: Option<&'a mut [T]>,
}

impl<T: Element> Kernel<T> for ExpSum<'_, T> {
    type Output = (T, T);

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> (T, T) {
        let rows = Rows::new(simd, self.row.len());
        let row = self.row.as_ptr();
        let terms = self.terms.map_or(core::ptr::null_mut(), <[T]>::as_mut_ptr);
        // SAFETY: the row has as many elements as rows are wide, and so have the terms, as `exp_sum` checked.
        unsafe {
            let largest = rows.largest(row);
            (largest, rows.exp_sum(row, terms, largest))
        }
    }
}

/// The largest element m of a row, and Σ eˣ⁻ᵐ: ln Σ eˣ is m + ln of that. The terms are written to `terms`, if it is
/// given.
///
/// If m is +∞, the infinite elements count as equals. The sum is NaN if an element is, or if all are −∞; a NaN is not
/// the largest.
///
/// ```
/// use typograd::kernel::math::exp_sum;
///
/// let mut terms = [0.0; 3];
/// assert_eq!(exp_sum(&[1e4, 0.0, 1e4], Some(&mut terms)), (1e4, 2.0));
/// assert_eq!(terms, [1.0, 0.0, 1.0]);
/// ```
///
/// # Panics
///
/// If the lengths differ.
#[inline(never)] // one piece of code for all sizes, here and below
pub fn exp_sum<T: Element>(row: &[T], terms: Option<&mut [T]>) -> (T, T) {
    if let Some(terms) = &terms {
        assert!(
            row.len() == terms.len(),
            "{} terms of {} elements",
            terms.len(),
            row.len()
        );
    }
    T::dispatch(ExpSum { row, terms })
}
