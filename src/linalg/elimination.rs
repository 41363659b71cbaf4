//! Elimination by rows, and what is made of its factors: what [`Lu`](super::Lu) and [`CompleteLu`](super::CompleteLu) share.

use super::rows::subtract;
use crate::Element;
use crate::kernel::vector::vectorised;

/// Takes from each row below row `k` the multiple of it that makes its element in column `k` zero, and keeps the factor there.
pub(super) fn eliminate<T: Element>(n: usize, a: &mut [T], k: usize) {
    let (above, below) = a.split_at_mut((k + 1) * n);
    let row = &above[k * n + k..];
    vectorised::<T>(|| {
        for below in below.chunks_exact_mut(n) {
            let factor = below[k] / row[0];
            below[k] = factor;
            subtract(&mut below[k + 1..], factor, &row[1..]);
        }
    });
}

/// X ← L⁻¹ · scale for the L of some factors: lower triangular, of n × n.
pub(super) fn invert_lower<T: Element>(n: usize, factors: &[T], scale: T, x: &mut [T]) {
    vectorised::<T>(|| {
        for i in 0..n {
            let (above, rest) = x.split_at_mut(i * n);
            let here = &mut rest[..n];
            here.fill(T::zero());
            here[i] = scale;
            for (j, above) in above.chunks_exact(n).enumerate() {
                subtract(&mut here[..=j], factors[i * n + j], &above[..=j]);
            }
        }
    });
}

/// X ← X P, where P makes these exchanges of rows, one after the other.
pub(super) fn permute_columns<T>(n: usize, x: &mut [T], pivots: &[usize]) {
    for row in x.chunks_exact_mut(n) {
        for (k, pivot) in pivots.iter().enumerate().rev() {
            row.swap(k, *pivot);
        }
    }
}

/// Whether these exchanges are an odd number.
pub(super) fn is_odd(pivots: &[usize]) -> bool {
    let exchanges = pivots.iter().enumerate().filter(|(k, pivot)| k != *pivot);
    exchanges.count() % 2 == 1
}

/// The product of the first `count` numbers on the diagonal of an n × n matrix. If they go from large to small, it neither
/// overflows nor vanishes on the way.
pub(super) fn diagonal_product<T: Element>(n: usize, a: &[T], count: usize) -> T {
    let (mut first, mut last) = (0, count);
    let mut product = T::one();
    while first < last {
        // What is large is multiplied by the smallest that is left.
        let at = if product.abs() > T::one() {
            last -= 1;
            last
        } else {
            first += 1;
            first - 1
        };
        product *= a[at * (n + 1)];
    }
    product
}
