//! Where the rows of a block are, as suits what they are read for.

use super::Simd;

/// The addresses of up to 16 rows at even distances.
///
/// If `STREWN`, the block is transposed among other work, with few registers left. With one for each fourth row, the distance
/// and three times the distance, an instruction finds any row; left alone, the compiler keeps a register for each, and runs
/// out of them. Nor does it then move what is computed.
pub(super) struct Rows<T, S, const STREWN: bool> {
    simd: S,
    fours: [*const T; 4],
    stride: usize,
    third: usize,
}

impl<T: Copy, S: Simd<T>, const STREWN: bool> Rows<T, S, STREWN> {
    #[inline(always)]
    pub(super) fn new(simd: S, (first, stride): (*const T, usize)) -> Self {
        let mut fours = [first; 4];
        for (i, four) in fours.iter_mut().enumerate() {
            *four = first.wrapping_add(4 * i * stride);
            if STREWN {
                *four = simd.opaque(*four);
            }
        }
        let mut third = 3 * stride;
        if STREWN {
            third = simd.opaque(core::ptr::without_provenance(third)).addr();
        }
        Self {
            simd,
            fours,
            stride,
            third,
        }
    }

    #[inline(always)]
    pub(super) fn at(&self, row: usize) -> *const T {
        let offset = if row % 4 == 3 {
            self.third
        } else {
            row % 4 * self.stride
        };
        self.fours[row / 4].wrapping_add(offset)
    }

    /// The vector, where it is in the program.
    #[inline(always)]
    pub(super) fn pin(&self, a: S::Vector) -> S::Vector {
        if STREWN { self.simd.pin(a) } else { a }
    }
}
