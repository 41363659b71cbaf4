//! Where the rows of a block are, as suits what they are read for.

use super::Simd;
use crate::kernel::each;

/// The addresses of up to 16 rows at even distances.
///
/// If `STREWN`, they are read among other work, with few registers left. With one for each fourth row, the distance and three
/// times the distance, an instruction finds any row; left alone, the compiler keeps a register for each, and runs out of them.
/// Nor does it then move what is [pinned](Self::pin).
pub(in crate::kernel) struct Rows<T, S, const STREWN: bool> {
    simd: S,
    fours: [*const T; 4],
    stride: usize,
    third: usize,
}

impl<T: Copy, S: Simd<T>, const STREWN: bool> Rows<T, S, STREWN> {
    #[inline(always)]
    pub(in crate::kernel) fn new(simd: S, (first, stride): (*const T, usize)) -> Self {
        let mut fours = [first; 4];
        let mut third = 0;
        if STREWN {
            each!(i < 4, {
                fours[i] = simd.opaque(first.wrapping_add(4 * i * stride));
            });
            third = simd
                .opaque(core::ptr::without_provenance(3 * stride))
                .addr();
        }
        Self {
            simd,
            fours,
            stride,
            third,
        }
    }

    /// Where a row is.
    #[inline(always)]
    pub(in crate::kernel) fn at(&self, row: usize) -> *const T {
        if !STREWN {
            return self.fours[0].wrapping_add(row * self.stride);
        }
        let offset = if row % 4 == 3 {
            self.third
        } else {
            row % 4 * self.stride
        };
        self.fours[row / 4].wrapping_add(offset)
    }

    /// Moves on by some elements.
    #[inline(always)]
    pub(in crate::kernel) fn advance(&mut self, count: usize) {
        if !STREWN {
            self.fours[0] = self.fours[0].wrapping_add(count);
            return;
        }
        each!(i < 4, {
            self.fours[i] = self.simd.opaque(self.fours[i].wrapping_add(count));
        });
    }

    /// The same vector, computed where it stands in the program.
    #[inline(always)]
    #[allow(dead_code)] // where no set transposes in halves
    pub(in crate::kernel) fn pin(&self, a: S::Vector) -> S::Vector {
        if STREWN { self.simd.pin(a) } else { a }
    }
}
