//! The first tile of a panel, with the copying of B between its steps: of a row at a time where B is stored as it is, or of a
//! part of a block where it is stored transposed.
//!
//! Multiply-adds leave half of the time of the units that load and shuffle. A processor overlaps only what lies near in the
//! program, though, and so the one is strewn among the other: in pieces of some ten instructions, a block ahead of the steps.

use super::super::{Extent, Simd};
use super::ahead::{SOON, ask_for};
use super::pack::{Source, pack};
use super::panel::{NEAR, Panel, most_rows};
use crate::Element;

/// How many rows such a tile has where B is transposed: as many as leave registers for a part of a block.
pub(super) const fn rows_between(registers: usize, vectors: usize) -> usize {
    match (registers, vectors) {
        (32.., 3) => 6,
        (32.., _) => 8,
        _ => 4,
    }
}

/// A tile on its way.
struct Tile<T: Element, S: Simd<T>, const R: usize, const V: usize> {
    simd: S,
    sums: [[S::Vector; V]; R],
    /// The next element of A in the first row and in the fifth: there are few registers for addresses.
    a: [*const T; 2],
    /// The distances in A between rows, between one and the third after it, and between the steps.
    a_strides: [usize; 3],
    /// The next row of B.
    b: *const T,
}

impl<T: Element, S: Simd<T>, const R: usize, const V: usize> Tile<T, S, R, V> {
    /// Adds the next row of B, times the next elements of A.
    ///
    /// # Safety
    ///
    /// They are there.
    #[inline(always)]
    unsafe fn step<M: Extent, K: Extent, const MASKED: bool>(
        &mut self,
        panel: &Panel<T, M, K, V, MASKED>,
    ) {
        let [row, third, step] = self.a_strides;
        let mut rows = [self.b; R];
        for (r, to) in rows.iter_mut().enumerate() {
            let offset = if r % 4 == 3 { third } else { r % 4 * row };
            *to = self.a[r / 4].wrapping_add(offset);
        }
        // SAFETY: as the caller says.
        unsafe { panel.step(self.simd, &mut self.sums, &rows, 0, self.b) };
        for a in &mut self.a {
            *a = self.simd.opaque(a.wrapping_add(step));
        }
        self.b = self.b.wrapping_add(panel.b_stride);
    }

    /// Keeps the compiler from moving multiply-adds away from here.
    #[inline(always)]
    fn pin(&mut self) {
        for sum in self.sums.as_flattened_mut() {
            *sum = self.simd.pin(*sum);
        }
    }
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Panel<T, M, K, V, MASKED>
{
    /// The first rows, as many as may be, while B is copied as it is.
    #[inline(always)]
    pub(super) fn first_copying<S: Simd<T>>(&self, simd: S, from: Source<T>, to: *mut T) {
        match const { most_rows(S::REGISTERS) } {
            8 => self.tile_copying::<S, 8>(simd, from, to),
            6 => self.tile_copying::<S, 6>(simd, from, to),
            _ => self.tile_copying::<S, 4>(simd, from, to),
        }
    }

    /// The same for `R` rows.
    #[inline(always)]
    fn tile_copying<S: Simd<T>, const R: usize>(&self, simd: S, from: Source<T>, to: *mut T) {
        debug_assert!(!from.transposed && self.last == S::LANES);
        let (k, stride) = (self.k.get(), self.b_stride);
        let mut tile = self.tile_of::<S, R>(simd);
        let (mut row, mut to) = (from.first, to);
        let mut copy = || {
            for v in 0..V {
                // SAFETY: as `Turned::run_on` asked for.
                unsafe {
                    let vector = simd.load(row.add(v * S::LANES));
                    simd.store(to.add(v * S::LANES), vector);
                }
            }
            row = row.wrapping_add(from.stride);
            to = to.wrapping_add(stride);
            row
        };
        let is_asked = !self.ahead.first.is_null();
        let ahead = S::LANES.min(k);
        for _ in 0..ahead {
            copy();
        }
        for left in (ahead..k).rev() {
            let row = copy();
            if !is_asked {
                ask_for(simd, row.wrapping_add(SOON * from.stride), V);
            }
            // SAFETY: as above; the row was copied before.
            unsafe { tile.step(self) };
            tile.pin();
            if left == NEAR {
                self.ask_for_c::<S, R>(simd, 0);
            }
        }
        for _ in 0..ahead {
            // SAFETY: all rows of B are there.
            unsafe { tile.step(self) };
        }
        // SAFETY: `run_on` asked for as many rows of C, and a bias.
        unsafe { self.put::<S, R, false>(simd, tile.sums, self.c) }
    }

    /// The tile of the first rows, at its start.
    #[inline(always)]
    fn tile_of<S: Simd<T>, const R: usize>(&self, simd: S) -> Tile<T, S, R, V> {
        let (row, step) = self.a_strides;
        let third = simd.opaque(core::ptr::without_provenance(3 * row)).addr();
        Tile {
            simd,
            sums: [[simd.splat(T::zero()); V]; R],
            a: [self.a, self.a.wrapping_add(4 * row)],
            a_strides: [row, third, step],
            b: self.b,
        }
    }

    /// The first rows, as many as [`rows_between`] says, while B is transposed.
    #[inline(always)]
    pub(super) fn first_transposing<S: Simd<T>>(&self, simd: S, from: Source<T>, to: *mut T) {
        macro_rules! heights {
            ($($height:literal)*) => {
                match const { rows_between(S::REGISTERS, V) } {
                    $($height => self.tile_transposing::<S, $height>(simd, from, to),)*
                    rows => unreachable!("a tile of {rows} rows"),
                }
            };
        }
        heights!(8 6 4);
    }

    /// The same for `R` rows.
    #[inline(always)]
    fn tile_transposing<S: Simd<T>, const R: usize>(&self, simd: S, from: Source<T>, to: *mut T) {
        let stride = V * S::LANES;
        debug_assert!(from.transposed && self.last == S::LANES && self.b_stride == stride);
        let mut tile = self.tile_of::<S, R>(simd);
        let (k, half) = (self.k.get(), S::LANES / 2);
        // Half of a block ahead; where rows may be an unkind distance apart, a whole one, lest a row's line leave the cache
        // between one half of it and the other.
        let halves = if K::KNOWN.is_some() { 1 } else { 2 };
        let block = halves * half;
        // Where half a block of the panel's vector `v` is, some columns on, and where it goes.
        let place = |v: usize, columns: usize| {
            let from = (
                from.first
                    .wrapping_add(v * S::LANES * from.stride + columns),
                from.stride,
            );
            (
                from,
                (to.wrapping_add(columns * stride + v * S::LANES), stride),
            )
        };
        let whole = k / block * block;
        if whole > 0 {
            for v in 0..V {
                for columns in (0..block).step_by(half) {
                    let (from, to) = place(v, columns);
                    // SAFETY: as `Turned::run_on` asked for.
                    unsafe { simd.transpose_half(from, to, || ()) };
                }
            }
        }
        let mut left = k;
        for start in (block..whole).step_by(block) {
            if K::KNOWN.is_none() {
                self.ahead.soon(simd, from.skip(start), stride);
            }
            for v in 0..V {
                // The steps for half a block, near-equally: the later vectors take what is over.
                let most = half / V + usize::from(v >= V - half % V);
                for columns in (start..start + block).step_by(half) {
                    let (from, to) = place(v, columns);
                    let mut steps = 0;
                    // SAFETY: as above; the steps are those of the block before.
                    unsafe {
                        simd.transpose_half(
                            from,
                            to,
                            #[inline(always)]
                            || {
                                if steps < const { S::LANES / 2 / V } || steps < most {
                                    tile.step(self);
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
            let start = k / S::LANES * S::LANES;
            let (rows, to) = (k - start, to.wrapping_add(start * stride));
            // SAFETY: as `Turned::run_on` asked for.
            unsafe { pack(simd, from.skip(start), (stride, rows), to, stride) };
        }
        if K::KNOWN.is_none() {
            self.ask_for_c::<S, R>(simd, 0);
        }
        for _ in 0..left {
            // SAFETY: all rows of B are there.
            unsafe { tile.step(self) };
        }
        // SAFETY: `run_on` asked for as many rows of C, and a bias.
        unsafe { self.put::<S, R, false>(simd, tile.sums, self.c) }
    }
}
