//! Large products on several threads, with the feature `rayon`: each computes some columns of C.
//!
//! An element of C is summed by one thread, in the order in which one alone would sum it: parts are whole panels, and so
//! the result is the same to the bit on any number of threads.

use super::outer::Outer;
use crate::Element;
#[cfg(feature = "rayon")]
use crate::threads::{MULTIPLY_ADDS, sharing};

/// Runs a product, perhaps in parts, each by `run`.
#[cfg(not(feature = "rayon"))]
#[inline(always)]
pub(super) fn in_parts<T: Element>(outer: Outer<T>, run: impl Fn(Outer<T>)) {
    run(outer);
}

/// Runs a product, perhaps in parts, each by `run`.
#[cfg(feature = "rayon")]
pub(super) fn in_parts<T: Element>(outer: Outer<T>, run: impl Fn(Outer<T>) + Sync) {
    let multiply_adds = outer.m.saturating_mul(outer.n).saturating_mul(outer.k);
    let parts = sharing(multiply_adds / MULTIPLY_ADDS).min(outer.n / UNIT);
    halves(outer, parts, &run);
}

/// A part's columns are a multiple of this: an even number of vectors on every instruction set, as panels of two are cut
/// alike then.
#[cfg(feature = "rayon")]
const UNIT: usize = 32;

/// Splits the columns until each part is one of `parts`.
#[cfg(feature = "rayon")]
fn halves<T: Element>(outer: Outer<T>, parts: usize, run: &(impl Fn(Outer<T>) + Sync)) {
    if parts < 2 {
        return run(outer);
    }
    let first = parts / 2;
    let columns = outer.n / UNIT * first / parts * UNIT;
    let (left, right) = (
        outer.columns(0, columns),
        outer.columns(columns, outer.n - columns),
    );
    rayon::join(
        || halves(left, first, run),
        || halves(right, parts - first, run),
    );
}
