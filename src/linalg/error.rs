//! What can be wrong with the operands of linear algebra.

use core::{error, fmt};

/// An operation of linear algebra that has no result: which operation, and what is wrong with its operand.
///
/// ```
/// use typograd::linalg::{LinalgError, Problem};
/// use typograd::prelude::*;
///
/// let error = Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [2.0, 4.0]]).inverse().unwrap_err();
/// assert_eq!(error, LinalgError { operation: "inverse", problem: Problem::Singular { pivot: 1 } });
/// assert_eq!(error.to_string(), "inverse: the matrix is singular: expected a pivot other than 0 in column 1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinalgError {
    /// The operation, by the name of its method.
    pub operation: &'static str,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with an operand; rows, columns and pivots are counted from 0.
///
/// ```
/// use typograd::linalg::Problem;
/// use typograd::prelude::*;
///
/// let s = Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [2.0, 1.0]]);
/// assert_eq!(s.cholesky().unwrap_err().problem, Problem::NotPositiveDefinite { pivot: 1 });
/// assert_eq!((s / 0.0).cholesky().unwrap_err().problem, Problem::NotFinite { row: 0, column: 0 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// An element is NaN or infinite.
    NotFinite {
        /// Its row.
        row: usize,
        /// Its column.
        column: usize,
    },
    /// The matrix is singular: the column depends on those before it.
    Singular {
        /// The column.
        pivot: usize,
    },
    /// The symmetric matrix is not positive definite.
    NotPositiveDefinite {
        /// The order of the last leading minor that is positive.
        pivot: usize,
    },
    /// The matrix is not symmetric: by far, for what is close to symmetric is taken as such.
    NotSymmetric {
        /// The row of an element that differs from its mirror image.
        row: usize,
        /// Its column.
        column: usize,
    },
    /// The result is beyond the range of the element type.
    Overflow,
    /// An iteration did not converge; not seen with finite elements.
    NoConvergence {
        /// How many sweeps were made.
        sweeps: usize,
    },
}

impl Problem {
    /// The problem as the error of an operation.
    pub(crate) fn of(self, operation: &'static str) -> LinalgError {
        LinalgError {
            operation,
            problem: self,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite { row, column } => write!(
                f,
                "expected finite elements, but row {row}, column {column} is NaN or infinite"
            ),
            Self::Singular { pivot } => write!(
                f,
                "the matrix is singular: expected a pivot other than 0 in column {pivot}"
            ),
            Self::NotPositiveDefinite { pivot } => write!(
                f,
                "the matrix is not positive definite: expected a positive pivot in column {pivot}"
            ),
            Self::NotSymmetric { row, column } => write!(
                f,
                "expected a symmetric matrix, but row {row}, column {column} differs from its mirror image"
            ),
            Self::Overflow => f.write_str("expected a result within the range of the element type"),
            Self::NoConvergence { sweeps } => {
                write!(f, "expected convergence within {sweeps} sweeps")
            }
        }
    }
}

impl fmt::Display for LinalgError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.problem)
    }
}

impl error::Error for LinalgError {}
