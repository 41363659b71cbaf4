//! How tensors print: a matrix as a matrix, a large one with its middle left out.

use core::cmp::Ordering;
use core::fmt;

use super::Tensor;
use crate::Element;
use crate::shape::Shape;
use crate::width::width;

/// Axes longer than this show their first and last [`EDGE`] entries.
const LONGEST: usize = 12;
const EDGE: usize = 5;
/// Decimals, unless the format says otherwise.
const DECIMALS: usize = 4;

/// The positions shown of an axis: `None` stands for what is left out.
fn shown(length: usize) -> impl Iterator<Item = Option<usize>> + Clone {
    let (count, left_out) = if length > LONGEST {
        (2 * EDGE + 1, length - (2 * EDGE + 1))
    } else {
        (length, 0)
    };
    (0..count).map(move |i| match i.cmp(&EDGE) {
        _ if left_out == 0 => Some(i),
        Ordering::Less => Some(i),
        Ordering::Equal => None,
        Ordering::Greater => Some(i + left_out),
    })
}

/// One number: with the decimals asked for, or in scientific notation where those would hide or drown it.
struct Number<T> {
    x: T,
    decimals: usize,
    scientific: bool,
}

impl<T: Element> fmt::Display for Number<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { x, decimals, .. } = self;
        if self.scientific {
            write!(f, "{x:.decimals$e}")
        } else {
            write!(f, "{x:.decimals$}")
        }
    }
}

/// Matrices read row by row, `columns` to a row.
fn grid<T: Element>(
    f: &mut fmt::Formatter<'_>,
    elements: &[T],
    columns: usize,
    indent: &str,
) -> fmt::Result {
    let decimals = f.precision().unwrap_or(DECIMALS);
    let rows = elements.len() / columns;
    let visible = || {
        shown(rows).flatten().flat_map(|i| {
            shown(columns)
                .flatten()
                .map(move |j| elements[i * columns + j])
        })
    };
    let extremes = visible().filter(|x| x.is_finite() && !x.is_zero());
    let largest = extremes.fold(T::zero(), |a, x| a.max(x.abs())).as_f64();
    let scientific = largest >= 1e6 || (largest > 0.0 && largest < 1e-3);
    let number = |x| Number {
        x,
        decimals,
        scientific,
    };
    let widths = visible().map(|x| width(number(x)));
    let widest = widths.fold(1, usize::max);
    for (line, i) in shown(rows).enumerate() {
        if line > 0 {
            write!(f, "\n{indent}")?;
        }
        f.write_str("[")?;
        for j in shown(columns) {
            f.write_str(" ")?;
            if let (Some(i), Some(j)) = (i, j) {
                let number = number(elements[i * columns + j]);
                let pad = widest - width(&number);
                write!(f, "{:pad$}{number}", "")?;
            } else if i.is_none() && j.is_some() {
                write!(f, "{:>widest$}", "⋮")?;
            } else {
                f.write_str("…")?;
            }
        }
        f.write_str(" ]")?;
    }
    Ok(())
}

/// A stack of matrices, one after the other, the outermost axis first.
fn stack<T: Element>(
    f: &mut fmt::Formatter<'_>,
    elements: &[T],
    dims: &[usize],
    indent: &str,
) -> fmt::Result {
    if let [_, columns] = *dims {
        return grid(f, elements, columns, indent);
    }
    let part = elements.len() / dims[0];
    for (line, i) in shown(dims[0]).enumerate() {
        if line > 0 {
            write!(f, "\n{indent}")?;
        }
        match i {
            Some(i) => {
                write!(f, "[{i}]\n{indent}")?;
                stack(f, &elements[i * part..(i + 1) * part], &dims[1..], indent)?;
            }
            None => f.write_str("⋮")?,
        }
    }
    Ok(())
}

impl<S: Shape, T: Element> fmt::Display for Tensor<S, T> {
    /// A matrix prints as a matrix, a vector as a column, with four decimals unless the format says otherwise.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<2>>::from([[1.0, -2.5], [30.0, 0.125]]);
    /// assert_eq!(format!("{m:.2}"), "[  1.00 -2.50 ]\n[ 30.00  0.12 ]");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match S::RANK {
            0 => {
                let decimals = f.precision().unwrap_or(DECIMALS);
                write!(f, "{:.decimals$}", self.as_slice()[0])
            }
            1 | 2 => grid(f, self.as_slice(), S::MATRIX.1, ""),
            rank => stack(f, self.as_slice(), &S::DIMS[..rank], ""),
        }
    }
}

impl<S: Shape, T: Element> fmt::Debug for Tensor<S, T> {
    /// The shape, and the elements as [`Display`](fmt::Display) prints them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tensor({})", Self::shape())?;
        f.write_str(if S::RANK == 0 { " " } else { "\n" })?;
        fmt::Display::fmt(self, f)
    }
}
