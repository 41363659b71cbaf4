//! Whole vectors and parts of them: how kernels read and write the ends of slices.

use super::{Simd, Store};
use crate::Element;

/// Reads a vector: all lanes, or the first `last` of them where it is `masked`.
///
/// # Safety
///
/// `from` is valid for reading `LANES` elements, or `last ≤ LANES` where `masked`.
#[inline(always)]
pub(super) unsafe fn load<T: Element, S: Simd<T>>(
    simd: S,
    from: *const T,
    masked: bool,
    last: usize,
) -> S::Vector {
    // SAFETY: valid for as many elements as are read, says the caller.
    unsafe {
        if masked {
            simd.load_part(from, last)
        } else {
            simd.load(from)
        }
    }
}

/// Writes a vector: all lanes, or the first `last` of them where it is `masked`.
///
/// # Safety
///
/// `to` is valid for writing `LANES` elements, or `last ≤ LANES` where `masked`.
#[inline(always)]
pub(super) unsafe fn save<T: Element, S: Simd<T>>(
    simd: S,
    to: *mut T,
    value: S::Vector,
    masked: bool,
    last: usize,
) {
    // SAFETY: valid for as many elements as are written, says the caller.
    unsafe {
        if masked {
            simd.store_part(to, value, last);
        } else {
            simd.store(to, value);
        }
    }
}

/// `value + keep · to`; what is at `to` is read only if it is kept.
///
/// # Safety
///
/// As [`load`], from `to`.
#[inline(always)]
pub(super) unsafe fn keeping<T: Element, S: Simd<T>>(
    simd: S,
    store: Store<T>,
    value: S::Vector,
    to: *const T,
    masked: bool,
    last: usize,
) -> S::Vector {
    if store.keep.is_zero() {
        return value;
    }
    // SAFETY: valid for as many elements as are read, says the caller.
    let held = unsafe { load(simd, to, masked, last) };
    simd.mul_add(simd.splat(store.keep), held, value)
}
