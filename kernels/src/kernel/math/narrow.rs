//! Rows of less than two registers.
//!
//! The next row begins where this one ends, and within the reach of the masked store of its last lanes: its load would
//! wait for that store, and one row for the other. So the powers are taken of all rows in one piece, and the rest is
//! done one element at a time.

use core::marker::PhantomData;

use super::{Exp, Map};
use crate::Element;
use crate::kernel::{Kernel, Simd};

/// Whether rows of a width are better treated here.
#[inline(always)]
pub(super) fn is_narrow<T: Element, S: Simd<T>>(width: usize) -> bool {
    width < 2 * S::LANES
}

/// x ← x − m for the largest element m of a row, where ∞ − ∞ is 0; NaN is passed over.
#[inline(always)]
fn subtract_largest<T: Element>(row: &mut [T]) {
    let mut largest = T::neg_infinity();
    for x in &*row {
        largest = if *x > largest { *x } else { largest };
    }
    if largest == T::infinity() {
        for x in row {
            *x = if *x == largest {
                T::zero()
            } else {
                *x - largest
            };
        }
    } else {
        for x in row {
            *x -= largest;
        }
    }
}

/// x ← eˣ / Σ eˣ for each of the rows.
#[inline(always)]
pub(super) fn softmax<T: Element, S: Simd<T>>(simd: S, rows: &mut [T], width: usize) {
    for row in rows.chunks_exact_mut(width) {
        subtract_largest(row);
    }
    Map::<T, Exp>(rows, PhantomData).run(simd);
    for row in rows.chunks_exact_mut(width) {
        let scale = row.iter().copied().sum::<T>().recip();
        for x in row {
            *x *= scale;
        }
    }
}

/// How many powers are kept beside the rows: at least one row of less than two registers.
const KEPT: usize = 256;

/// x ← x − ln Σ eˣ for each of the rows.
#[inline(always)]
pub(super) fn log_softmax<T: Element, S: Simd<T>>(simd: S, rows: &mut [T], width: usize) {
    let mut terms = [T::zero(); KEPT];
    for rows in rows.chunks_mut(KEPT / width * width) {
        for row in rows.chunks_exact_mut(width) {
            subtract_largest(row);
        }
        let terms = &mut terms[..rows.len()];
        terms.copy_from_slice(rows);
        Map::<T, Exp>(&mut *terms, PhantomData).run(simd);
        for (row, terms) in rows.chunks_exact_mut(width).zip(terms.chunks_exact(width)) {
            let log_sum = terms.iter().copied().sum::<T>().ln();
            for x in row {
                *x -= log_sum;
            }
        }
    }
}
