//! The first tile of a panel, with the copying of B between its steps: of a row at a time where B is stored as it is, or of a
//! part of a block where it is stored transposed.
//!
//! Multiply-adds leave half of the time of the units that load and shuffle. A processor overlaps only what lies near in the
//! program, though, and so the one is strewn among the other: in pieces of some ten instructions, a block ahead of the steps.

use super::super::{Extent, Simd};
use super::ahead::{row_soon, soon};
use super::pack::{Source, columns, pack_rest};
use super::panel::{NEAR, Panel};
use super::tile::Tile;
use crate::Element;

/// How many rows such a tile has where B is transposed: as many as leave registers for half a block, which has half as many
/// vectors as these have `lanes`, or where registers are few, for what it takes between two steps.
pub(super) const fn rows_between(registers: usize, vectors: usize, lanes: usize) -> usize {
    match (registers, vectors) {
        (32.., 3) => 6,
        (32.., _) if lanes < 16 => 10,
        (32.., _) => 8,
        _ if lanes < 8 => 6,
        _ => 5,
    }
}

/// Transposes half a block of a panel's vector `v`, `columns` on, with something else between.
///
/// # Safety
///
/// As [`Turned::run_on`](super::turned::Turned::run_on), for these rows of the panel, `stride` apart from `to` on.
#[inline(always)]
pub(super) unsafe fn half<T: Element, S: Simd<T>>(
    simd: S,
    from: Source<T>,
    (to, stride): (*mut T, usize),
    (v, columns): (usize, usize),
    between: impl FnMut(),
) {
    let first = v * S::LANES;
    let to = to.wrapping_add(columns * stride + first);
    let row = from.row(first, S::LANES, stride);
    let at = from.skip(columns).first.wrapping_add(row * from.stride);
    // SAFETY: as the caller says.
    unsafe { simd.transpose_half((at, from.stride), (to, stride), between) };
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Panel<T, M, K, V, MASKED>
{
    /// The first `R` rows, while B is copied as it is.
    #[inline(always)]
    pub(super) fn tile_copying<S: Simd<T>, const R: usize>(
        &self,
        simd: S,
        from: Source<T>,
        to: *mut T,
    ) {
        debug_assert!(!from.transposed && self.last == S::LANES && !self.guarded);
        let (k, stride) = (self.k.get(), self.b_stride);
        let mut tile = Tile::<T, S, R, V, 1, true>::new(simd, self, 0);
        let ahead = S::LANES.min(k);
        // SAFETY: as `Turned::run_on` asked for.
        unsafe { columns::<T, S, V>(simd, from, 0, ahead, to, stride) };
        for p in ahead..k {
            let (from, to) = (from.skip(p), to.wrapping_add(p * stride));
            row_soon(simd, from, V);
            // SAFETY: as above; the step's row was copied before.
            unsafe {
                columns::<T, S, V>(simd, from, 0, 1, to, stride);
                tile.step(self, 0);
            }
            tile.pin();
            if k - p == NEAR {
                self.ask_for_c::<S, R>(simd, 0);
            }
        }
        // SAFETY: all rows of B are there; `run_on` asked for as many rows of C, and a bias.
        unsafe {
            tile.steps(self, ahead);
            self.put::<S, R, false>(simd, tile.total(), self.c);
        }
    }

    /// The first `R` rows, as many as [`rows_between`] says, while B is transposed.
    #[inline(always)]
    pub(super) fn tile_transposing<S: Simd<T>, const R: usize>(
        &self,
        simd: S,
        from: Source<T>,
        to: *mut T,
    ) {
        let stride = V * S::LANES;
        debug_assert!(from.transposed && self.last == S::LANES && !self.guarded);
        debug_assert!(self.b_stride == stride && V > 1);
        let mut tile = Tile::<T, S, R, V, 1, true>::new(simd, self, 0);
        let to = (to, stride);
        let (k, few) = (self.k.get(), S::LANES / 2);
        // Half of a block ahead; where rows may be an unkind distance apart, a whole one, lest a row's line leave the cache
        // between one half of it and the other.
        let block = if K::KNOWN.is_some() { few } else { S::LANES };
        let whole = if k.is_multiple_of(block) {
            k
        } else {
            k / S::LANES * S::LANES
        };
        for v in 0..V {
            for columns in (0..block.min(whole)).step_by(few) {
                // SAFETY: as `Turned::run_on` asked for.
                unsafe { half(simd, from, to, (v, columns), || ()) };
            }
        }
        let mut left = k;
        for start in (block..whole).step_by(block) {
            if K::KNOWN.is_none() {
                soon(simd, from.skip(start), stride);
            }
            for v in 0..V {
                // The steps for half a block, near-equally: the later vectors take what is over. That most pieces have a step
                // is known to the compiler.
                let most = few / V + usize::from(v >= V - few % V);
                for columns in (start..start + block).step_by(few) {
                    let mut steps = 0;
                    // SAFETY: as above; the steps are those of the block before.
                    unsafe {
                        half(
                            simd,
                            from,
                            to,
                            (v, columns),
                            #[inline(always)]
                            || {
                                if steps < const { S::LANES / 2 / V } || steps < most {
                                    tile.step_among(self);
                                }
                                steps += 1;
                                tile.pin();
                            },
                        );
                    }
                }
            }
            left -= block;
        }
        if k > whole {
            // SAFETY: as `Turned::run_on` asked for.
            unsafe { pack_rest(simd, from, (stride, k), to.0) };
        }
        if K::KNOWN.is_none() {
            self.ask_for_c::<S, R>(simd, 0);
        }
        // SAFETY: all rows of B are there; `run_on` asked for as many rows of C, and a bias.
        unsafe {
            tile.steps(self, left);
            self.put::<S, R, false>(simd, tile.total(), self.c);
        }
    }
}
