//! Products by dot products: both operands run along k, and each register sums a dot product.

use super::super::{Kernel, Simd, each};
use super::Operands;
use super::dot::{dots, lines, put};
use super::row_dots::RowDots;
use super::split::NearEqual;
use crate::Element;

/// C ← keep · C + scale · A Bᵀ + bias, with sizes and operands that [`product`](super::product) has checked.
pub(super) struct Dots<'o, 'a, T> {
    pub(super) m: usize,
    pub(super) n: usize,
    pub(super) k: usize,
    /// The first of the columns of C that are computed.
    pub(super) first: usize,
    pub(super) operands: &'o mut Operands<'a, T>,
}

impl<T: Element> Kernel<T> for Dots<'_, '_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if const { Self::may_have_blocks::<S>() } && self.has_blocks() {
            return self.blocks(simd);
        }
        for (row, height) in NearEqual::new(self.m, most_rows(S::REGISTERS)) {
            self.height(simd, row, height);
        }
    }
}

/// The most rows of A whose sums with four rows of B fit the registers.
const fn most_rows(registers: usize) -> usize {
    match registers {
        32.. => 6,
        16.. => 3,
        _ => 2,
    }
}

impl<T: Element> Dots<'_, '_, T> {
    /// `height` rows of A against all of B.
    #[inline(always)]
    fn height<S: Simd<T>>(&mut self, simd: S, row: usize, height: usize) {
        macro_rules! heights {
            ($($height:literal)*) => {
                match height {
                    1 => self.row(simd, row),
                    $($height if const { $height <= most_rows(S::REGISTERS) } => {
                        self.rows::<S, $height>(simd, row);
                    })*
                    _ => unreachable!("a tile of {height} rows"),
                }
            };
        }
        heights!(6 5 4 3 2);
    }

    /// One row of A against all of B.
    #[inline(always)]
    fn row<S: Simd<T>>(&mut self, simd: S, row: usize) {
        let (n, k) = (self.n, self.k);
        let Operands {
            a,
            b,
            c,
            store,
            bias,
        } = &mut *self.operands;
        let mut operands = Operands {
            a: &a[row * k..(row + 1) * k],
            b,
            c: &mut c[row * n..(row + 1) * n],
            store: *store,
            bias: *bias,
        };
        simd.outlined(RowDots {
            n,
            k,
            first: self.first,
            operands: &mut operands,
            epilogue: (),
        });
    }

    /// The products of `R` rows of A and `W` rows of B, a register each; where B has fewer left, its last row stands in for the others.
    #[inline(always)]
    pub(super) fn sums<S: Simd<T>, const R: usize, const W: usize>(
        &self,
        simd: S,
        row: usize,
        column: usize,
    ) -> [[S::Vector; W]; R] {
        let k = self.k;
        debug_assert!(row + R <= self.m && column < self.n);
        let a = self.operands.a[row * k..(row + R) * k].as_ptr();
        let lines = lines(self.operands.b, (self.n, k), column);
        // SAFETY: A's rows are cut out above; B has n rows of k elements, as `product` checked, and `lines` are rows of it.
        unsafe { dots(simd, (a, k), &lines, k) }
    }

    /// `R` rows of A against all of B, four at a time; where B has fewer left, its last row stands in for the others and their sums
    /// are dropped.
    #[inline(always)]
    fn rows<S: Simd<T>, const R: usize>(&mut self, simd: S, row: usize) {
        let n = self.n;
        for column in (self.first..n).step_by(4) {
            let sums = self.sums::<S, R, 4>(simd, row, column);
            let mut totals = [[T::zero(); 4]; R];
            each!(r < R, {
                totals[r] = simd.sum_four(sums[r]);
            });
            let count = (n - column).min(4);
            each!(r < R, {
                let at = ((row + r) * n, column, count);
                put(simd, self.operands, at, totals[r], ());
            });
        }
    }
}
