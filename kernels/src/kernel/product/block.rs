//! A vector of elements of C: a few columns of a few rows.

use super::super::{Simd, Store, each};
use crate::Element;

/// Where `R` rows of C with up to `W` columns are, and what is to become of them; a vector has as many lanes.
pub(super) struct Block<T, const R: usize, const W: usize> {
    pub(super) to: *mut T,
    /// The distance between C's rows.
    pub(super) stride: usize,
    /// How many columns there are.
    pub(super) columns: usize,
    /// How many rows are written already.
    pub(super) done: usize,
    pub(super) store: Store<T>,
    /// What is added to every row, or null.
    pub(super) bias: *const T,
}

impl<T: Element, const R: usize, const W: usize> Block<T, R, W> {
    /// Writes sums, `W` lanes for each row.
    ///
    /// # Safety
    ///
    /// C is readable and writable for these rows and columns, and the bias, if it is not null, readable for as many columns, which are
    /// at least one.
    #[inline(always)]
    pub(super) unsafe fn put<S: Simd<T>>(&self, simd: S, sums: S::Vector) {
        debug_assert!(R * W == S::LANES && (1..=W).contains(&self.columns));
        let Self { store, columns, .. } = *self;
        let mut rows = [[T::zero(); W]; R];
        let to = |r: usize| self.to.wrapping_add(r * self.stride);
        let mut all = simd.mul(simd.splat(store.scale), sums);
        // SAFETY: rows and columns as the caller says; `rows` has as many elements as a vector lanes.
        unsafe {
            if !store.keep.is_zero() {
                each!(r < R, {
                    copy(to(r), rows[r].as_mut_ptr(), columns);
                });
                let held = simd.load(rows.as_flattened().as_ptr());
                all = simd.mul_add(simd.splat(store.keep), held, all);
            }
            if !self.bias.is_null() {
                let mut bias = [T::zero(); W];
                copy(self.bias, bias.as_mut_ptr(), columns);
                all = simd.add(all, simd.load([bias; R].as_flattened().as_ptr()));
            }
            simd.store(rows.as_flattened_mut().as_mut_ptr(), all);
            // Not skipped: so it is a copy for each row, without a loop.
            each!(r < R, {
                if r >= self.done {
                    copy(rows[r].as_ptr(), to(r), columns);
                }
            });
        }
    }
}

/// Copies up to four elements, and one at least.
///
/// # Safety
///
/// They are readable and writable, and do not overlap.
#[inline(always)]
pub(super) unsafe fn copy<T: Element>(from: *const T, to: *mut T, count: usize) {
    // SAFETY: as the caller says.
    unsafe {
        // A constant number is an instruction for the compiler.
        match count {
            4 => to.copy_from_nonoverlapping(from, 4),
            3 => to.copy_from_nonoverlapping(from, 3),
            2 => to.copy_from_nonoverlapping(from, 2),
            _ => to.copy_from_nonoverlapping(from, 1),
        }
    }
}
