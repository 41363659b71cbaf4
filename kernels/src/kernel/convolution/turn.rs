//! Sums that are computed place by place, with the planes in vectors, and stored plane by plane.

use core::mem::MaybeUninit;

use super::super::lanes::{keeping, save};
use super::super::product::NearEqual;
use super::super::{MOST_LANES, Simd, Store};
use super::deep::MOST;
use super::tile::{Nest, most, tile};
use crate::Element;

/// Up to 16 places of up to three vectors.
pub(super) struct Turned<T: Element, S: Simd<T>> {
    sums: [S::Vector; MOST_LANES * MOST],
}

impl<T: Element, S: Simd<T>> Turned<T, S> {
    #[inline(always)]
    pub(super) fn new(simd: S) -> Self {
        Self {
            sums: [simd.splat(T::zero()); MOST_LANES * MOST],
        }
    }

    #[inline(always)]
    fn start(&mut self) -> *mut T {
        self.sums.as_mut_ptr().cast()
    }

    /// The sums at the places that `rows` belong to, for lines of `vectors` vectors.
    ///
    /// # Safety
    ///
    /// As [`Tile`](super::tile::Tile) says of rows and lines; there are no more than 16 rows.
    #[inline(always)]
    pub(super) unsafe fn sums(
        &mut self,
        simd: S,
        rows: &[*const T],
        (lines, vectors): (*const T, usize),
        nest: Nest,
    ) {
        let (most_rows, _) = most(S::REGISTERS);
        let stride = vectors * S::LANES;
        let mut starts = [lines; MOST];
        for (v, start) in starts.iter_mut().enumerate() {
            *start = lines.wrapping_add(v * S::LANES);
        }
        let lasts = [S::LANES; MOST];
        for (first, count) in NearEqual::new(rows.len(), most_rows) {
            let to = self.start().wrapping_add(first * stride);
            let to: [*mut T; MOST] = core::array::from_fn(
                #[inline(always)]
                |v| to.wrapping_add(v * S::LANES),
            );
            let to = (&to[..vectors], stride, &lasts[..vectors]);
            let rows = &rows[first..first + count];
            // SAFETY: as the caller says; there is room for 16 places of `MOST` vectors.
            unsafe { tile(simd, rows, &starts[..vectors], nest, to, Store::set()) };
        }
    }

    /// Stores the sums of `count` planes, `plane` apart, at `places` places in a row, from `to` on.
    ///
    /// # Safety
    ///
    /// The planes are readable and writable there.
    #[inline(always)]
    pub(super) unsafe fn put(
        &mut self,
        simd: S,
        to: *mut T,
        plane: usize,
        (places, count): (usize, usize),
        vectors: usize,
        store: Store<T>,
    ) {
        let stride = vectors * S::LANES;
        let mut block = [MaybeUninit::<S::Vector>::uninit(); MOST_LANES];
        let scale = simd.splat(store.scale);
        let from = self.start().cast_const();
        // SAFETY: there are 16 places, of which those beyond `places` are not stored; a block has room for
        // `LANES` rows of `LANES` elements.
        unsafe {
            for v in 0..vectors {
                let planes = (count - v * S::LANES).min(S::LANES);
                let mut place = 0;
                while place < places {
                    let here = (places - place).min(S::LANES);
                    let corner = from.add(place * stride + v * S::LANES);
                    simd.transpose(corner, stride, block.as_mut_ptr().cast(), S::LANES);
                    for (lane, sums) in block.iter().enumerate().take(planes) {
                        let to = to.add((v * S::LANES + lane) * plane + place);
                        let value = simd.mul(scale, sums.assume_init());
                        let value = keeping(simd, store, value, to, true, here);
                        save(simd, to, value, true, here);
                    }
                    place += here;
                }
            }
        }
    }
}

/// Stores the sums of `count` planes, `plane` apart from `to` on, at places anywhere.
///
/// # Safety
///
/// The planes are readable and writable there; as many places have been summed.
#[inline(always)]
pub(super) unsafe fn put<T: Element, S: Simd<T>>(
    turned: &Turned<T, S>,
    offsets: &[usize],
    (to, plane, count): (*mut T, usize, usize),
    vectors: usize,
    store: Store<T>,
) {
    let from: *const T = turned.sums.as_ptr().cast();
    for (place, offset) in offsets.iter().enumerate() {
        for lane in 0..count {
            // SAFETY: as the caller says.
            unsafe {
                let sum = *from.add(place * vectors * S::LANES + lane);
                store.put(&mut *to.add(lane * plane + offset), sum);
            }
        }
    }
}
