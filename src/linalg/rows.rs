//! Loops over rows of row-major matrices, as the factorisations need them.

use crate::Element;
use crate::kernel::product::{Layout, product};
use crate::kernel::vector::{self, vectorised};
use crate::kernel::{Store, vector::is_finite};
use crate::linalg::Problem;

/// Below this length, a sum in order is as quick as one over vectors, and has no additions but its own.
const SHORT: usize = 16;

/// aᵀ b.
#[inline]
pub(crate) fn dot<T: Element>(a: &[T], b: &[T]) -> T {
    if a.len() < SHORT {
        let mut products = a.iter().zip(b).map(|(a, b)| *a * *b);
        products
            .next()
            .map_or(T::zero(), |first| products.fold(first, |sum, x| sum + x))
    } else {
        vector::dot(a, b)
    }
}

/// y ← y − factor · x, within [`vectorised`].
#[inline(always)]
#[allow(clippy::inline_always)] // compiled for an instruction set only where it is inlined
pub(crate) fn subtract<T: Element>(y: &mut [T], factor: T, x: &[T]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y -= factor * *x;
    }
}

/// (x, y) ← (c x − s y, s x + c y).
pub(crate) fn rotate<T: Element>(x: &mut [T], y: &mut [T], c: T, s: T) {
    vectorised::<T>(|| {
        for (x, y) in x.iter_mut().zip(y) {
            (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
        }
    });
}

/// Two rows of a matrix of `columns` columns, the first above the second.
pub(crate) fn two_rows<T>(
    a: &mut [T],
    columns: usize,
    first: usize,
    second: usize,
) -> (&mut [T], &mut [T]) {
    let (above, below) = a.split_at_mut(second * columns);
    (
        &mut above[first * columns..(first + 1) * columns],
        &mut below[..columns],
    )
}

/// Exchanges two rows of a matrix of `columns` columns.
pub(crate) fn swap_rows<T>(a: &mut [T], columns: usize, i: usize, j: usize) {
    if i != j {
        let (first, second) = two_rows(a, columns, i.min(j), i.max(j));
        first.swap_with_slice(second);
    }
}

/// C ← keep · C + scale · op(A) op(B) for C of m × n, with k the dimension that is summed over.
pub(crate) fn multiply<T: Element>(
    layout: Layout,
    (m, n, k): (usize, usize, usize),
    a: &[T],
    b: &[T],
    c: &mut [T],
    store: Store<T>,
) {
    product(layout, m, n, k, a, b, c, store, ());
}

/// b ← keep · b + scale · aᵀ for a of rows × columns.
pub(crate) fn transpose<T: Element>(
    (rows, columns): (usize, usize),
    a: &[T],
    b: &mut [T],
    store: Store<T>,
) {
    for i in 0..rows {
        for j in 0..columns {
            store.put(&mut b[j * rows + i], a[i * columns + j]);
        }
    }
}

/// Refuses NaN and infinities in a matrix of `columns` columns.
pub(crate) fn check_finite<T: Element>(a: &[T], columns: usize) -> Result<(), Problem> {
    if is_finite(a) {
        return Ok(());
    }
    // The sum of zeros above is NaN for these alone.
    let at = a.iter().position(|x| !x.is_finite()).unwrap_or_default();
    Err(Problem::NotFinite {
        row: at / columns,
        column: at % columns,
    })
}

/// Refuses a result that is not finite, of an operation on what is.
pub(crate) fn check_range<T: Element>(result: &[T]) -> Result<(), Problem> {
    if is_finite(result) {
        Ok(())
    } else {
        Err(Problem::Overflow)
    }
}

/// s ← (s + sᵀ)/2, refused if the two are far apart: see [`linalg`](crate::linalg) on symmetry.
pub(crate) fn symmetrise<T: Element>(n: usize, s: &mut [T]) -> Result<(), Problem> {
    check_finite(s, n)?;
    let largest = s.iter().fold(T::zero(), |largest, x| largest.max(x.abs()));
    let tolerance = largest * T::epsilon().sqrt().sqrt();
    let half = T::from_f64(0.5);
    for i in 0..n {
        for j in 0..i {
            let (lower, upper) = (s[i * n + j], s[j * n + i]);
            if (lower - upper).abs() > tolerance {
                return Err(Problem::NotSymmetric { row: i, column: j });
            }
            // Halved first: the sum of two large numbers is no number.
            let mean = lower * half + upper * half;
            s[i * n + j] = mean;
            s[j * n + i] = mean;
        }
    }
    Ok(())
}

/// The power of two below the largest magnitude, by which to divide so that squares neither overflow nor vanish; 1 for
/// zeros.
pub(crate) fn scale_of<T: Element>(a: &[T]) -> T {
    let largest = a.iter().fold(T::zero(), |largest, x| largest.max(x.abs()));
    if largest == T::zero() {
        T::one()
    } else {
        largest.log2().floor().exp2()
    }
}

/// tr(A B) for n × n matrices.
pub(crate) fn multiply_trace<T: Element>(n: usize, a: &[T], b: &[T]) -> T {
    let row = |i: usize| (0..n).map(move |j| a[i * n + j] * b[j * n + i]);
    (0..n).flat_map(row).sum()
}
