//! Products of few rows and a large B that comes [from afar](super::far): B goes by some rows at a time, which lie side by side.
//!
//! All columns are summed over as many terms before the next ones: C is little, and read and written again each time. What B has for them
//! stays in the second-level cache while tiles read it in place, and ask for what it has for the next ones, from one end to the other.

use super::super::{Kernel, Simd};
use super::asking::BETWEEN_LINES;
use super::far::rows_along;
use super::meanwhile::Meanwhile;
use super::outer::{BRows, Outer};
use super::spans::{Columns, Part};
use super::stretch::Stretch;
use crate::Element;

/// As [`Outer`], of all rows of C, and a B that [goes by along its rows](super::far::goes_along).
#[derive(Clone, Copy)]
pub(super) struct Along<T>(pub(super) Outer<T>);

impl<T: Element> Kernel<T> for Along<T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self(outer) = self;
        // No set with fewer has a third-level cache that is far.
        if const { S::REGISTERS < 32 } {
            return simd.outlined(outer);
        }
        let rows = Part::all(outer.m);
        let (most, asks) = rows_along::<T>(outer.m, outer.b_stride);
        for depth in Part::split(outer.k, most, BETWEEN_LINES) {
            let after = depth.start + depth.count;
            let next = if asks {
                depth.count.min(outer.k - after)
            } else {
                0
            };
            let rest = (outer.b_from(after), outer.n, outer.b_stride);
            let a = outer.a_rows(rows, depth);
            for columns in Columns::of::<T, S>(outer.n, outer.n >= S::LANES, false) {
                let soon = Stretch::of(rest, next, (outer.m, columns), S::LANES);
                let b = BRows {
                    meanwhile: Meanwhile::Asking(soon),
                    ..outer.b_in_place(columns, depth)
                };
                // SAFETY: the operands are as `Outer` says; the depth lies within k, and the columns within n.
                unsafe { outer.panel(simd, (rows, columns, depth), a, b) };
            }
        }
    }
}
