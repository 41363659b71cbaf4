//! A tile of C on its way: sums in registers, of rows of B times elements of A.

use super::super::isa::Rows;
use super::super::{Extent, Simd, each};
use super::panel::Panel;
use crate::Element;

/// `R` rows of `V` vectors, each sum made of `U` that take turns. A's rows are found as [`Rows`] says.
pub(super) struct Tile<
    T: Element,
    S: Simd<T>,
    const R: usize,
    const V: usize,
    const U: usize,
    const STREWN: bool,
> {
    pub(super) simd: S,
    sums: [[[S::Vector; V]; R]; U],
    /// The next element of A in each row.
    pub(super) a: Rows<T, S, STREWN>,
    /// The distance to the one after it.
    step: usize,
    /// The next row of B.
    pub(super) b: *const T,
}

impl<T: Element, S: Simd<T>, const R: usize, const V: usize, const U: usize, const STREWN: bool>
    Tile<T, S, R, V, U, STREWN>
{
    /// The rows of a panel from `row` on, at their start.
    #[inline(always)]
    pub(super) fn new<M: Extent, K: Extent, const MASKED: bool>(
        simd: S,
        panel: &Panel<T, M, K, V, MASKED>,
        row: usize,
    ) -> Self {
        Self {
            simd,
            sums: [[[simd.splat(T::zero()); V]; R]; U],
            a: Rows::new(simd, (panel.a_from(row), panel.a_strides.0)),
            step: if panel.a_tiles.is_some() {
                R
            } else {
                panel.a_strides.1
            },
            b: panel.b,
        }
    }

    /// Adds the next row of B, times the next elements of A, to the sums whose turn it is: a constant, as registers have no
    /// numbers to count by.
    ///
    /// # Safety
    ///
    /// The panel's k is more than the number of steps that were made; B's row is there.
    #[inline(always)]
    pub(super) unsafe fn step<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        turn: usize,
    ) {
        // SAFETY: as the caller says.
        unsafe { self.row::<M, K, MASKED, false, false>(panel, turn, false) };
    }

    /// The next step, as [`step`](Self::step), where it stands among shuffles.
    ///
    /// # Safety
    ///
    /// As [`step`](Self::step).
    #[inline(always)]
    pub(super) unsafe fn step_among<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
    ) {
        // SAFETY: as the caller says.
        unsafe { self.row::<M, K, MASKED, false, true>(panel, 0, false) };
    }

    /// The last of k steps, of a panel whose last row of B is guarded: the sums whose turn it is are those that it would be added to
    /// elsewhere.
    ///
    /// # Safety
    ///
    /// As [`step`](Self::step).
    #[inline(always)]
    pub(super) unsafe fn guarded_step<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
    ) {
        // SAFETY: as the caller says.
        unsafe {
            if const { U == 2 } && panel.k.get().is_multiple_of(2) {
                self.row::<M, K, MASKED, true, false>(panel, 1, false);
            } else {
                self.row::<M, K, MASKED, true, false>(panel, 0, false);
            }
        }
    }

    /// A step, of a row of B that is guarded or not, `AMONG` shuffles or not, with the rows of C on from the first or `back`.
    ///
    /// # Safety
    ///
    /// As [`step`](Self::step).
    #[inline(always)]
    unsafe fn row<
        M: Extent,
        K: Extent,
        const MASKED: bool,
        const GUARDED: bool,
        const AMONG: bool,
    >(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        turn: usize,
        back: bool,
    ) {
        // SAFETY: as the caller says.
        unsafe { self.row_ahead::<M, K, MASKED, GUARDED, AMONG, false>(panel, 0, turn, back) };
        self.advance(panel, 1);
    }

    /// The step after so many that are not yet made.
    ///
    /// # Safety
    ///
    /// As [`step`](Self::step), for these as well.
    #[inline(always)]
    unsafe fn row_ahead<
        M: Extent,
        K: Extent,
        const MASKED: bool,
        const GUARDED: bool,
        const AMONG: bool,
        const PINNED: bool,
    >(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        ahead: usize,
        turn: usize,
        back: bool,
    ) {
        let b = self.b.wrapping_add(ahead * panel.b_stride);
        let mut rows = [b; R];
        each!(r < R, {
            rows[r] = self.a.at(r).wrapping_add(ahead * self.step);
        });
        // SAFETY: as the caller says.
        unsafe {
            let sums = &mut self.sums[turn];
            panel.step::<S, R, GUARDED, AMONG, PINNED>(self.simd, sums, &rows, b, back);
        }
    }

    /// Goes on by some steps, which are made.
    #[inline(always)]
    fn advance<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        steps: usize,
    ) {
        self.a.advance(steps * self.step);
        self.b = self.b.wrapping_add(steps * panel.b_stride);
    }

    /// The next `count` steps; but for the last ones of all, a multiple of `U`.
    ///
    /// # Safety
    ///
    /// As [`step`](Self::step), for each.
    #[inline(always)]
    pub(super) unsafe fn steps<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        count: usize,
    ) {
        let mut left = count / U;
        // SAFETY: as the caller says.
        unsafe {
            if const { Self::has_groups::<M, K, MASKED>() } {
                let size = const { Self::group_size::<K>() };
                while left >= size {
                    self.group(panel);
                    left -= size;
                }
            }
            while left > 0 {
                self.turns(panel, false);
                left -= 1;
            }
            if const { U > 1 } && !count.is_multiple_of(U) {
                self.step(panel, 0);
            }
        }
    }

    /// A group of steps, without a branch: where k is known, and the product short, as the ends of loops, which are predicted wrongly
    /// at times, show there; where [a panel asks for it](Panel::groups); and two where the rows go back and forth.
    ///
    /// # Safety
    ///
    /// As [`step`](Self::step), for [so many](Self::group_size) times `U`.
    #[inline(always)]
    pub(super) unsafe fn group<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
    ) {
        let size = const { Self::group_size::<K>() };
        if const { Panel::<T, M, K, V, MASKED>::groups::<S>(R) } {
            debug_assert!(U == 1);
            // Where A is read along, where its elements are is a part of the instructions then.
            each!(ahead < size, {
                // SAFETY: as the caller says.
                unsafe {
                    self.row_ahead::<M, K, MASKED, false, false, true>(panel, ahead, 0, false);
                }
            });
            return self.advance(panel, size);
        }
        each!(_pair < size / 2, {
            // SAFETY: as the caller says.
            unsafe {
                self.turns(panel, false);
                self.turns(panel, true);
            }
        });
    }

    /// Whether some steps are a group.
    const fn has_groups<M: Extent, K: Extent, const MASKED: bool>() -> bool {
        K::KNOWN.is_some() || Self::ALTERNATES || Panel::<T, M, K, V, MASKED>::groups::<S>(R)
    }

    /// How many turns a group has.
    pub(super) const fn group_size<K: Extent>() -> usize {
        if K::KNOWN.is_none() {
            if Self::ALTERNATES { 2 } else { 4 }
        } else if V > 2 {
            4
        } else {
            8
        }
    }

    /// Whether the rows go back and forth from step to step, but for some single ones: ten sums hide the latency of a multiply-add with
    /// next to nothing to spare, and always in the same order, some of the time is lost (5% on a Zen 4).
    const ALTERNATES: bool = S::REGISTERS < 32 && R * V == 10 && U == 1;

    /// After how many steps all is as before: the sums' turns, and the rows' order.
    pub(super) const UNIT: usize = if Self::ALTERNATES { 2 } else { U };

    /// A step for each of the sums that take turns; the rows go `back`, where they alternate.
    ///
    /// # Safety
    ///
    /// As [`step`](Self::step), for each.
    #[inline(always)]
    unsafe fn turns<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
        back: bool,
    ) {
        each!(turn < U, {
            // SAFETY: as the caller says.
            unsafe {
                let back = const { Self::ALTERNATES } && back;
                self.row::<M, K, MASKED, false, false>(panel, turn, back);
            }
            // With no registers to spare, the compiler would mix the steps of a group, and run out of them.
            if const { K::KNOWN.is_some() && S::REGISTERS < 32 && U == 1 } {
                self.pin();
            }
        });
    }

    /// The sums.
    #[inline(always)]
    pub(super) fn total(self) -> [[S::Vector; V]; R] {
        let mut total = self.sums[0];
        each!(u < U - 1, {
            each!(r < R, {
                each!(v < V, {
                    total[r][v] = self.simd.add(total[r][v], self.sums[u + 1][r][v]);
                });
            });
        });
        total
    }

    /// Keeps the compiler from moving multiply-adds away from here.
    #[inline(always)]
    pub(super) fn pin(&mut self) {
        each!(u < U, {
            each!(r < R, {
                each!(v < V, {
                    self.sums[u][r][v] = self.simd.pin(self.sums[u][r][v]);
                });
            });
        });
    }
}
