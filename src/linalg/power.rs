//! Aⁿ for whole numbers n.

use super::{LinalgError, Lu, Problem};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::Store;
use crate::kernel::product::Layout;
use crate::linalg::rows::{check_finite, check_range, multiply};
use crate::tensor::{Matrix, SquareWith};
use crate::zeroed::zeroed;

/// y ← xⁿ, with the bits of n from the highest: y ← y², and y ← y x for a 1.
pub(crate) fn power<N: Dim, T: Element>(x: &Matrix<N, N, T>, n: u32, y: &mut Matrix<N, N, T>) {
    if n == 0 {
        set_identity(y);
        return;
    }
    y.clone_from(x);
    let mut before = Matrix::zeros();
    for bit in (0..n.ilog2()).rev() {
        before.clone_from(y);
        times(&before, &before, y, Store::set());
        if n >> bit & 1 == 1 {
            before.clone_from(y);
            times(&before, x, y, Store::set());
        }
    }
}

/// The derivative of xⁿ in the direction e: Σ xⁱ e xⁿ⁻¹⁻ⁱ, along with the products of [`power`] but the last.
pub(crate) fn power_derivative<N: Dim, T: Element>(
    x: &Matrix<N, N, T>,
    n: u32,
    e: &Matrix<N, N, T>,
    out: &mut Matrix<N, N, T>,
) {
    if n == 0 {
        out.fill(T::zero());
        return;
    }
    out.clone_from(e);
    let mut y = x.clone();
    let (mut before, mut derivative) = (Matrix::zeros(), Matrix::zeros());
    for bit in (0..n.ilog2()).rev() {
        let is_odd = n >> bit & 1 == 1;
        before.clone_from(&y);
        derivative.clone_from(out);
        times(&derivative, &before, out, Store::set());
        times(&before, &derivative, out, Store::add());
        if bit > 0 || is_odd {
            times(&before, &before, &mut y, Store::set());
        }
        if is_odd {
            before.clone_from(&y);
            derivative.clone_from(out);
            times(&derivative, x, out, Store::set());
            times(&before, e, out, Store::add());
            if bit > 0 {
                times(&before, x, &mut y, Store::set());
            }
        }
    }
}

/// C ← keep · C + scale · A B.
pub(crate) fn times<N: Dim, T: Element>(
    a: &Matrix<N, N, T>,
    b: &Matrix<N, N, T>,
    c: &mut Matrix<N, N, T>,
    store: Store<T>,
) {
    let (n, a, b) = (N::LEN, a.as_slice(), b.as_slice());
    multiply(Layout::Nn, (n, n, n), a, b, c.as_mut_slice(), store);
}

fn set_identity<N: Dim, T: Element>(y: &mut Matrix<N, N, T>) {
    y.fill(T::zero());
    for i in 0..N::LEN {
        y[(i, i)] = T::one();
    }
}

/// y ← xⁿ; `inverse` ← x⁻¹ for negative n.
pub(crate) fn try_power<N: Dim, T: Element>(
    x: &Matrix<N, N, T>,
    n: i32,
    y: &mut Matrix<N, N, T>,
    inverse: &mut Matrix<N, N, T>,
) -> Result<(), Problem> {
    check_finite(x.as_slice(), N::LEN)?;
    if n < 0 {
        let mut lu = zeroed::<Lu<N, T>>();
        lu.try_factor(x)?;
        lu.scaled_inverse(T::one(), inverse.as_mut_slice());
        power(inverse, n.unsigned_abs(), y);
    } else {
        power(x, n.unsigned_abs(), y);
    }
    check_range(y.as_slice())
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// Aⁿ, in about log₂ n products; a power of the inverse for negative n, and the identity for 0.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let fibonacci = Matrix::<D<2>, D<2>>::from([[1.0, 1.0], [1.0, 0.0]]);
    /// assert_eq!(fibonacci.powi(10)?, Matrix::from([[89.0, 55.0], [55.0, 34.0]]));
    /// assert_eq!(fibonacci.powi(-1)?, Matrix::from([[0.0, 1.0], [1.0, -1.0]]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite, the matrix is singular and n negative, or the power overflows.
    pub fn powi(&self, n: i32) -> Result<Matrix<R, R, T>, LinalgError>
    where
        R: SquareWith<C>,
    {
        let (mut out, mut inverse) = (Matrix::zeros(), Matrix::zeros());
        try_power(self.cast(), n, &mut out, &mut inverse).map_err(|problem| problem.of("powi"))?;
        Ok(out)
    }
}
