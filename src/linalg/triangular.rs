//! Triangular systems, by substitution.

use super::{LinalgError, Problem, RightSide};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::vector::vectorised;
use crate::linalg::rows::{check_finite, check_range, dot, subtract};
use crate::tensor::{Matrix, SquareWith, Tensor};

/// Whether the diagonal of a triangle is stored, or is all ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Diagonal {
    Stored,
    Ones,
}

impl Diagonal {
    #[inline(always)]
    #[allow(clippy::inline_always)] // compiled for an instruction set only where it is inlined
    fn divide<T: Element>(self, x: &mut [T], pivot: T) {
        if self == Self::Stored {
            for x in x {
                *x /= pivot;
            }
        }
    }
}

/// X ← L⁻¹ X for the lower triangle of `l`, n × n, and X of n × k.
pub(crate) fn lower<T: Element>(n: usize, l: &[T], diagonal: Diagonal, x: &mut [T], k: usize) {
    if k == 1 {
        for i in 0..n {
            let row = &l[i * n..=i * n + i];
            let sum = x[i] - dot(&row[..i], &x[..i]);
            x[i] = sum;
            diagonal.divide(&mut x[i..=i], row[i]);
        }
        return;
    }
    vectorised::<T>(|| {
        for i in 0..n {
            let (above, rest) = x.split_at_mut(i * k);
            let here = &mut rest[..k];
            for (x, l) in above.chunks_exact(k).zip(&l[i * n..]) {
                subtract(here, *l, x);
            }
            diagonal.divide(here, l[i * n + i]);
        }
    });
}

/// X ← U⁻¹ X for the upper triangle of `u`, n × n, and X of n × k.
pub(crate) fn upper<T: Element>(n: usize, u: &[T], x: &mut [T], k: usize) {
    if k == 1 {
        for i in (0..n).rev() {
            let row = &u[i * n + i..(i + 1) * n];
            x[i] = (x[i] - dot(&row[1..], &x[i + 1..])) / row[0];
        }
        return;
    }
    vectorised::<T>(|| {
        for i in (0..n).rev() {
            let (above, below) = x.split_at_mut((i + 1) * k);
            let here = &mut above[i * k..];
            for (x, u) in below.chunks_exact(k).zip(&u[i * n + i + 1..]) {
                subtract(here, *u, x);
            }
            Diagonal::Stored.divide(here, u[i * n + i]);
        }
    });
}

/// X ← L⁻ᵀ X for the lower triangle of `l`, n × n, and X of n × k.
pub(crate) fn lower_transposed<T: Element>(
    n: usize,
    l: &[T],
    diagonal: Diagonal,
    x: &mut [T],
    k: usize,
) {
    vectorised::<T>(|| {
        for i in (0..n).rev() {
            let row = &l[i * n..=i * n + i];
            let (above, rest) = x.split_at_mut(i * k);
            let here = &mut rest[..k];
            diagonal.divide(here, row[i]);
            if k == 1 {
                subtract(above, here[0], &row[..i]);
            } else {
                for (x, l) in above.chunks_exact_mut(k).zip(row) {
                    subtract(x, *l, here);
                }
            }
        }
    });
}

/// X ← U⁻ᵀ X for the upper triangle of `u`, n × n, and X of n × k.
pub(crate) fn upper_transposed<T: Element>(n: usize, u: &[T], x: &mut [T], k: usize) {
    vectorised::<T>(|| {
        for i in 0..n {
            let row = &u[i * n + i..(i + 1) * n];
            let (above, below) = x.split_at_mut((i + 1) * k);
            let here = &mut above[i * k..];
            Diagonal::Stored.divide(here, row[0]);
            if k == 1 {
                subtract(below, here[0], &row[1..]);
            } else {
                for (x, u) in below.chunks_exact_mut(k).zip(&row[1..]) {
                    subtract(x, *u, here);
                }
            }
        }
    });
}

/// Refuses what a substitution would divide by zero for, and what is not finite in the triangle that is read.
fn check<T: Element>(n: usize, a: &[T], b: &[T], is_lower: bool) -> Result<(), Problem> {
    for (i, row) in a.chunks_exact(n).enumerate() {
        let (first, last) = if is_lower { (0, i) } else { (i, n - 1) };
        if let Some(at) = row[first..=last].iter().position(|x| !x.is_finite()) {
            let column = first + at;
            return Err(Problem::NotFinite { row: i, column });
        }
        if row[i] == T::zero() {
            return Err(Problem::Singular { pivot: i });
        }
    }
    check_finite(b, b.len() / n)
}

macro_rules! triangular {
    ($($(#[$doc:meta])* $name:ident, $operation:literal, $lower:literal, |$n:ident, $a:ident, $x:ident, $k:ident| $run:expr;)*) => {
        impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                ///
                /// If a number on the diagonal is 0, an element is not finite, or the solution overflows.
                pub fn $name<S: RightSide<R>>(&self, b: &Tensor<S, T>) -> Result<Tensor<S, T>, LinalgError>
                where
                    R: SquareWith<C>,
                {
                    let ($n, $k) = (R::LEN, S::MATRIX.1);
                    let $a = self.as_slice();
                    let solved = check($n, $a, b.as_slice(), $lower).and_then(|()| {
                        let mut solution = b.clone();
                        let $x = solution.as_mut_slice();
                        $run;
                        check_range(solution.as_slice()).map(|()| solution)
                    });
                    solved.map_err(|problem| problem.of($operation))
                }
            )*
        }
    };
}

triangular! {
    /// L⁻¹ b, where L is the lower triangle of this matrix; what is above the diagonal is not read.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let l = Matrix::<D<2>, D<2>>::from([[2.0, 0.0], [1.0, 4.0]]);
    /// assert_eq!(l.solve_lower(&Vector::from([2.0, 9.0]))?, Vector::from([1.0, 2.0]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    solve_lower, "solve_lower", true, |n, a, x, k| lower(n, a, Diagonal::Stored, x, k);
    /// L⁻ᵀ b, where L is the lower triangle of this matrix; what is above the diagonal is not read.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let l = Matrix::<D<2>, D<2>>::from([[2.0, 0.0], [1.0, 4.0]]);
    /// assert_eq!(l.solve_lower_transposed(&Vector::from([4.0, 8.0]))?, Vector::from([1.0, 2.0]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    solve_lower_transposed, "solve_lower_transposed", true, |n, a, x, k| lower_transposed(n, a, Diagonal::Stored, x, k);
    /// U⁻¹ b, where U is the upper triangle of this matrix; what is below the diagonal is not read.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let u = Matrix::<D<2>, D<2>>::from([[2.0, 1.0], [0.0, 4.0]]);
    /// assert_eq!(u.solve_upper(&Vector::from([4.0, 8.0]))?, Vector::from([1.0, 2.0]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    solve_upper, "solve_upper", false, |n, a, x, k| upper(n, a, x, k);
    /// U⁻ᵀ b, where U is the upper triangle of this matrix; what is below the diagonal is not read.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let u = Matrix::<D<2>, D<2>>::from([[2.0, 1.0], [0.0, 4.0]]);
    /// assert_eq!(u.solve_upper_transposed(&Vector::from([2.0, 9.0]))?, Vector::from([1.0, 2.0]));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    solve_upper_transposed, "solve_upper_transposed", false, |n, a, x, k| upper_transposed(n, a, x, k);
}
